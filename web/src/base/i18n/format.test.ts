import { describe, expect, it, vi } from "vitest";
import { Formats, formatsOf } from "./format";

/** No-break spaces of either width as plain ones, to be read. */
function said(locale: string, amount: number, currency: string): string {
  return formatsOf(locale)
    .price(amount, currency)
    .replace(/[\u00a0\u202f]/g, " ");
}

describe("movements", () => {
  it("carry their sign before the amount", () => {
    expect(formatsOf("en").priceChange(5, "PTS").replace("\u00a0", " ")).toBe("+5 points");
    expect(formatsOf("en").priceChange(-129_900, "EUR")).toBe("\u2212€1,299");
    expect(formatsOf("en").priceChange(0, "EUR")).toBe("€0");
  });
});

describe("currencies", () => {
  it("have names, points among them", () => {
    expect(formatsOf("en").currencyName("PTS")).toBe("Points");
    expect(formatsOf("ru").currencyName("PTS")).toBe("Баллы");
    expect(formatsOf("en").currencyName("EUR")).toBe("Euro");
    expect(formatsOf("ru").currencyName("RUB")).toBe("Российский рубль");
  });

  it("have names where the browser knows none", () => {
    const unknowing = vi
      .spyOn(Intl.DisplayNames.prototype, "of")
      .mockImplementation((code) => code);
    for (const locale of ["en", "ru", "ko"] as const) {
      const formats = new Formats(locale);
      for (const code of ["CLF", "SLE", "UYI", "UYW", "VED", "XCG", "ZWG"])
        expect(formats.currencyName(code)).not.toContain(code);
      expect(formats.currencyName("XYZ")).toBe("XYZ");
    }
    unknowing.mockRestore();
  });

  it("have as many decimals as ISO 4217 says, points none", () => {
    expect(["PTS", "KRW", "EUR", "KWD"].map((each) => formatsOf("en").digits(each))).toEqual([
      0, 0, 2, 3,
    ]);
  });

  it("have the decimals the server counts with where browsers know others", () => {
    for (const code of "AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SOS SYP YER".split(" ")) {
      expect(formatsOf("en").digits(code)).toBe(2);
      expect(formatsOf("en").amount(129_950, code)).toBe("1299.50");
    }
    expect(formatsOf("en").digits("IQD")).toBe(3);
    expect(said("en", 129_950, "HUF")).toBe("Ft 1,299.50");
    expect(said("en", 129_900, "HUF")).toBe("Ft 1,299");
    expect(said("en", 1_299_500, "IQD")).toBe("IQD 1,299.500");
  });
});

describe("prices", () => {
  it("of money are in minor units, with the currency's own decimals", () => {
    expect(said("en", 129_950, "EUR")).toBe("€1,299.50");
    expect(said("ru", 129_900, "RUB")).toBe("1 299 ₽");
    expect(said("ko", 1_299, "KRW")).toBe("₩1,299");
  });

  it("in points are whole and named as people name them", () => {
    expect(said("en", 1, "PTS")).toBe("1 point");
    expect(said("en", 1_200, "PTS")).toBe("1,200 points");
    expect(said("ru", 1, "PTS")).toBe("1 балл");
    expect(said("ru", 22, "PTS")).toBe("22 балла");
    expect(said("ru", 1_200, "PTS")).toBe("1 200 баллов");
    expect(said("ko", 1_200, "PTS")).toBe("1,200 P");
    expect(said("en", -1, "PTS")).toBe("-1 point");
  });

  it("reach the largest balance there is", () => {
    expect(said("en", Number.MAX_SAFE_INTEGER, "PTS")).toBe("9,007,199,254,740,991 points");
  });
});

describe("an end", () => {
  const now = new Date(2026, 10, 21, 16, 0).getTime();
  const said = (...end: [number, number, number, number, number]) =>
    ["en", "ru", "ko"].map((locale) =>
      formatsOf(locale)
        .until(new Date(...end).getTime(), now)
        .replace(/[\u00a0\u202f]/g, " "),
    );

  it("of today is a time", () => {
    expect(said(2026, 10, 21, 16, 14)).toEqual(["16:14", "16:14", "16:14"]);
    expect(said(2026, 10, 21, 0, 5)).toEqual(["00:05", "00:05", "00:05"]);
  });

  it("of another day names it", () => {
    expect(said(2026, 10, 23, 16, 14)).toEqual([
      "Mon, Nov 23, 16:14",
      "пн, 23 нояб., 16:14",
      "11월 23일 (월) 16:14",
    ]);
    expect(said(2026, 10, 22, 0, 5)[0]).toBe("Sun, Nov 22, 00:05");
  });
});

it("a moment is told by the clock of the place that is meant, whatever the reader's", () => {
  const start = "2027-03-28T23:30:00Z";
  const told = (zone: string) => formatsOf("ru").momentIn(start, zone);
  expect(told("Asia/Seoul")).toContain("29 мар");
  expect(told("Asia/Seoul")).toContain("08:30");
  expect(told("UTC")).toContain("23:30");
});

it("one clock of 24 hours is in every sentence, in English too", () => {
  const english = formatsOf("en");
  expect(english.momentIn("2027-03-28T15:30:00Z", "UTC")).toBe("Mar 28, 2027, 15:30");
  expect(english.moment("2027-03-28T15:30:00Z")).not.toMatch(/[AP]M/);
});

describe("a zone is named", () => {
  const named = (locale: string) =>
    ["Europe/Berlin", "America/New_York", "America/Argentina/Buenos_Aires", "UTC"].map((zone) =>
      formatsOf(locale).zoneName(zone),
    );

  it("by its city in English", () => {
    expect(named("en")).toEqual(["Berlin", "New York", "Buenos Aires", "UTC"]);
  });

  it("in the reader's own letters elsewhere", () => {
    expect(named("ru")).toEqual(["Германия", "Нью-Йорк", "Буэнос-Айрес", "UTC"]);
    expect(named("ko")).toEqual(["독일", "뉴욕", "부에노스 아이레스", "UTC"]);
  });

  it("as it is written where it is not known", () => {
    expect(formatsOf("ru").zoneName("Mars/Olympus_Mons")).toBe("Olympus Mons");
  });
});

it("a small file is not of no size", () => {
  const told = (value: number) => formatsOf("en").megabytes(value);
  expect([0, 0.0001, 0.0612, 0.1, 12.34].map(told)).toEqual([
    "0 MB",
    "1 kB",
    "62 kB",
    "0.1 MB",
    "12 MB",
  ]);
});

describe("days ahead", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const day = (locale: string, value: string) =>
    formatsOf(locale)
      .dayAhead(value, now)
      .replace(/[\u00a0\u202f]/g, " ");

  it("say their year where it is another than this one", () => {
    expect(day("en", "2026-12-12")).toBe("Dec 12");
    expect(day("en", "2027-01-31")).toBe("Jan 31, 2027");
    expect(day("ru", "2027-01-31")).toBe("31 янв. 2027 г.");
    expect(day("ko", "2026-12-12")).toBe("12월 12일");
  });
});

describe("a measure", () => {
  const told = (locale: string) =>
    [formatsOf(locale).measure(1200, "g"), formatsOf(locale).measure("15", "h")].map((one) =>
      one.replace(/\s/g, " "),
    );

  it("has its unit in the reader's language", () => {
    expect(told("en")).toEqual(["1,200 g", "15 hr"]);
    expect(told("ru")).toEqual(["1 200 г", "15 ч"]);
    expect(told("ko")).toEqual(["1,200g", "15시간"]);
  });

  it("stands as it was written where the unit is not known", () => {
    expect(formatsOf("ru").measure(14, "″")).toBe("14 ″");
    expect(formatsOf("ru").measure("3 x 2", "m")).toBe("3 x 2 m");
  });
});

it("a length is told in hours from two on", () => {
  const said = (...minutes: number[]) =>
    ["en", "ru", "ko"].map((locale) => minutes.map((one) => formatsOf(locale).length(one)));
  expect(said(60, 90, 120, 150)).toEqual([
    ["60 minutes", "90 minutes", "2 hours", "2 hours 30 minutes"],
    ["60 минут", "90 минут", "2 часа", "2 часа 30 минут"],
    ["60분", "90분", "2시간", "2시간 30분"],
  ]);
  const between = (least: number, most: number) =>
    ["en", "ru", "ko"].map((locale) => formatsOf(locale).lengths(least, most));
  expect(between(60, 480)).toEqual(["1–8 hours", "1–8 часов", "1~8시간"]);
  expect(between(45, 90)).toEqual(["45–90 minutes", "45–90 минут", "45~90분"]);
  expect(between(90, 90)).toEqual(["90 minutes", "90 минут", "90분"]);
});
