import { describe, expect, it } from "vitest";
import type { StaffProduct } from "../../base/api/schema";
import { moved } from "../../rooms/pictures/images";
import { htmlOf, isPlain, textOf } from "../desk/text";
import {
  copyOf,
  emptyForm,
  formFrom,
  formOf,
  type OptionForm,
  recombined,
  type VariantForm,
  valuesOf,
} from "./form";
import { readForm } from "./readForm";

const option = (key: string, ...values: string[]): OptionForm => ({
  key,
  name: key,
  values: values.map((text) => ({ key: `${key}-${text}`, text })),
});

const words = (options: OptionForm[], variants: VariantForm[]) =>
  variants.map((variant) => [variant.id ?? "new", ...valuesOf({ options }, variant)].join(" "));

describe("variants", () => {
  const [plain] = emptyForm().variants;
  const first = { ...(plain as VariantForm), id: "A", price: "9.50" };
  const color = option("color", "Black", "White");

  it("are the combinations, and the one that was there is the first of them", () => {
    const rows = recombined([color], [first]);
    expect(words([color], rows)).toEqual(["A Black", "new White"]);
    expect(rows[1]?.price).toBe("9.50");
    const size = option("size", "S", "M");
    const more = recombined(
      [color, size],
      [{ ...rows[0] } as VariantForm, { ...rows[1], id: "B" } as VariantForm],
    );
    expect(words([color, size], more)).toEqual([
      "A Black S",
      "new Black M",
      "B White S",
      "new White M",
    ]);
  });

  it("stay the same when a value is renamed, and go with a value that goes", () => {
    const rows = recombined([color], [first]).map((row, place) => ({ ...row, id: `V${place}` }));
    const renamed = {
      ...color,
      values: color.values.map((one) => ({ ...one, text: `${one.text}!` })),
    };
    expect(words([renamed], recombined([renamed], rows))).toEqual(["V0 Black!", "V1 White!"]);
    const one = { ...color, values: color.values.slice(1) };
    expect(words([one], recombined([one], rows))).toEqual(["V1 White"]);
    expect(words([], recombined([], rows))).toEqual(["V0"]);
  });
});

describe("a form", () => {
  it("names each field at fault by its path", () => {
    const form = { ...emptyForm(), options: [option("size", "S", "s"), option("size")] };
    const variants = recombined(form.options, form.variants).map((row) => ({
      ...row,
      stock: "many",
      price: "1.234",
    }));
    expect(readForm({ ...form, variants, name: " " }, 2)).toEqual({
      faults: {
        name: "missing",
        "options[0].values[1]": "twice",
        "options[1].name": "twice",
        "options[1].values": "value-missing",
        "variants[0].stock": "count",
        "variants[1].stock": "count",
      },
    });
    expect(readForm({ ...emptyForm(), name: "Mug" }, 2)).toEqual({
      faults: { "variants[0].price": "missing" },
    });
    const yen = {
      ...emptyForm(),
      name: "Mug",
      variants: [{ ...(emptyForm().variants[0] as VariantForm), price: "9.5" }],
    };
    expect(readForm(yen, 0)).toEqual({ faults: { "variants[0].price": "amount" } });
  });

  it("reads a product and gives it back as it was", () => {
    const product = {
      id: "p",
      handle: "mug",
      name: "Mug",
      description: "<p>Hot &amp; big<br>yes</p><p>Two</p>",
      categoryId: "c",
      sellerId: null,
      attributes: { material: "clay" },
      vendor: "",
      tags: ["a", "b"],
      holdUnits: 30,
      status: "active" as const,
      currency: "EUR",
      options: [{ code: "color", name: "Colour", values: ["Black"] }],
      variants: [
        {
          id: "v",
          values: ["Black"],
          sku: "M",
          price: 950,
          compareAtPrice: 1200,
          deliveredAs: "parcel" as const,
          stock: 1,
          held: 0,
          onHand: 1,
          version: 1,
          lowStockThreshold: null,
          discount: { price: 900, begins: "2026-01-02T03:04:17.250Z", ends: null },
          weightGrams: 350,
          measure: { amount: 0.35, unit: "l" as const, per: 100, perUnit: "ml" as const },
          barcode: "4006381333931",
        },
      ],
      images: [
        {
          url: "/media/a-320.webp",
          alt: "A mug",
          alts: { ru: "Кружка" },
          width: 1,
          height: 1,
          srcset: "/media/a-320.webp 320w",
          avifSrcset: "/media/a-320.avif 320w",
          standIn: "",
        },
      ],
      languages: [],
      texts: {},
      publishAt: null,
      search: { title: "A mug for two", description: "" },
      revision: 3,
      createdAt: "",
      updatedAt: "",
    };
    const other = readForm(copyOf(product, 2, "Copy of Mug"), 2);
    if ("faults" in other) throw new Error("a copy has no faults");
    expect(other.asked).toMatchObject({
      name: "Copy of Mug",
      status: "draft",
      options: product.options,
    });
    expect(other.asked).not.toHaveProperty("handle");
    expect(other.asked.images).toHaveLength(1);
    expect(other.asked.variants).toEqual([
      {
        values: ["Black"],
        sku: "",
        price: 950,
        barcode: "",
        compareAtPrice: 1200,
        weightGrams: 350,
        measure: { amount: 0.35, unit: "l", per: 100, perUnit: "ml" },
        stock: 0,
      },
    ]);
    const form = formOf(product, 2);
    const [typed] = form.variants as [VariantForm];
    const later = { ...typed, discount: { ...typed.discount, begins: "2026-01-02T05:06" } };
    const moved = readForm({ ...form, variants: [later] }, 2);
    const begins = new Date("2026-01-02T05:06").toISOString();
    expect(moved).toMatchObject({ asked: { variants: [{ discount: { begins, ends: null } }] } });
    expect(readForm(form, 2)).toEqual({
      asked: {
        name: "Mug",
        description: product.description,
        handle: "mug",
        categoryId: "c",
        attributes: { material: "clay" },
        vendor: "",
        tags: ["a", "b"],
        holdUnits: 30,
        status: "active",
        options: product.options,
        variants: [
          {
            id: "v",
            values: ["Black"],
            sku: "M",
            price: 950,
            compareAtPrice: 1200,
            discount: { price: 900, begins: "2026-01-02T03:04:17.250Z", ends: null },
            weightGrams: 350,
            measure: { amount: 0.35, unit: "l", per: 100, perUnit: "ml" },
            barcode: "4006381333931",
          },
        ],
        images: [{ url: "/media/a-320.webp", alt: "A mug", alts: { ru: "Кружка" } }],
        publishAt: null,
        search: { title: "A mug for two", description: "" },
        texts: {},
      },
    });
  });

  it.each(["0", "1000001", "many", "1.5"])("lets a buyer hold no %s units", (holdUnits) => {
    const form = { ...emptyForm(), name: "Mug", holdUnits };
    const [variant] = form.variants as [VariantForm];
    const read = readForm({ ...form, variants: [{ ...variant, price: "1" }] }, 2);
    expect(read).toEqual({ faults: { holdUnits: "held" } });
  });

  it("asks for a price where only the days of a discount are given", () => {
    const form = { ...emptyForm(), name: "Mug" };
    const [variant] = form.variants as [VariantForm];
    const discount = { price: "", begins: "2026-01-02T03:04", ends: "" };
    const read = readForm({ ...form, variants: [{ ...variant, price: "1", discount }] }, 2);
    expect(read).toEqual({ faults: { "variants[0].discount.price": "missing" } });
  });

  it("sends when a draft goes on sale, to the second as long as nobody typed another", () => {
    const form = {
      ...emptyForm(),
      name: "Mug",
      publishAt: "2026-01-02T03:04",
      publishWas: new Date("2026-01-02T03:04:17").toISOString(),
    };
    const [variant] = form.variants as [VariantForm];
    const read = (more: object) =>
      readForm({ ...form, variants: [{ ...variant, price: "1" }], ...more }, 2);
    expect(read({})).toMatchObject({ asked: { publishAt: form.publishWas } });
    const later = new Date("2026-02-02T03:04").toISOString();
    expect(read({ publishAt: "2026-02-02T03:04" })).toMatchObject({ asked: { publishAt: later } });
    expect(read({ status: "active" })).toMatchObject({ asked: { publishAt: null } });
  });

  it("moves a picture", () => {
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a"], 3, 0)).toEqual(["a"]);
  });
});

describe("a text", () => {
  it("is paragraphs and lines, and comes back as it was", () => {
    const text = "One < two & three\nnext line\n\nSecond";
    expect(htmlOf(text)).toBe("<p>One &lt; two &amp; three<br>next line</p><p>Second</p>");
    expect(textOf(htmlOf(text))).toBe(text);
    expect(htmlOf(" \n ")).toBe("");
  });

  it("that is formatted is not flattened", () => {
    expect(isPlain("<p>a<br>b</p>")).toBe(true);
    expect(isPlain("plain &amp; short")).toBe(true);
    expect(isPlain("<p>a <b>b</b></p>")).toBe(false);
    expect(isPlain("<p>&eacute;</p>")).toBe(false);
  });
});

describe("words in other languages", () => {
  const size = option("size", "S", "M");
  const shirt = {
    ...emptyForm(),
    name: "Shirt",
    options: [size],
    variants: recombined([size], emptyForm().variants).map((one) => ({ ...one, price: "9" })),
  };

  it("stay with their value when it is renamed or another goes", () => {
    const texts = {
      ru: {
        name: " Рубашка ",
        text: "Лён",
        html: false,
        searchTitle: "",
        searchDescription: "",
        options: { size: { name: "Размер", values: { "size-S": "эс", "size-M": "эм" } } },
      },
    };
    const left = { ...size, values: size.values.slice(1).map((one) => ({ ...one, text: "L" })) };
    const variants = recombined([left], shirt.variants);
    const read = readForm({ ...shirt, options: [left], variants, texts }, 2);
    expect("asked" in read && read.asked.texts).toEqual({
      ru: {
        name: "Рубашка",
        description: "<p>Лён</p>",
        options: [{ name: "Размер", values: ["эм"] }],
        search: { title: "", description: "" },
      },
    });
  });

  it("are read as they are sent, and those of an older draft are none", () => {
    const texts = {
      ko: {
        name: "셔츠",
        description: "",
        options: [{ name: "", values: ["작은", ""] }],
        search: { title: "", description: "" },
      },
    };
    const product = {
      ...shirt,
      description: "",
      tags: [],
      holdUnits: null,
      publishAt: null,
      search: { title: "", description: "" },
      options: [{ code: "size", name: "size", values: ["S", "M"] }],
      variants: [],
      texts,
    };
    const form = formOf(product as unknown as StaffProduct, 2);
    const read = readForm({ ...form, variants: [] }, 2);
    expect("asked" in read && read.asked.texts).toEqual(texts);
    const { texts: _, ...older } = emptyForm();
    expect(formFrom(older)?.texts).toEqual({});
  });
});
