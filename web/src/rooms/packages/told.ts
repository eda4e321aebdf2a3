import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { ServicesBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** Whose units are told: minutes of hours, an amount, or sessions of one length. */
interface Counted {
  kind: string;
  currency: string;
  sessionMinutes?: number | null;
}

/** So many minutes as people say them, so many sessions, or so much money. */
export function useUnits(): (of: Counted, units: number) => string {
  const { t, formats } = useLanguage();
  const minutesOf = (units: number) => {
    const hours = Math.floor(units / 60);
    const minutes = units % 60;
    if (minutes === 0) return t("packages.hours", { count: hours });
    if (hours === 0) return t("word.minutes", { count: minutes });
    return `${t("packages.hours", { count: hours })} ${t("word.minutes", { count: minutes })}`;
  };
  return ({ kind, currency, sessionMinutes }, units) => {
    if (kind === "certificate") return formats.price(units, currency);
    if (!sessionMinutes) return minutesOf(units);
    const rest = units % sessionMinutes;
    const whole = Math.floor(units / sessionMinutes);
    if (rest === 0) return t("packages.sessions", { count: whole });
    if (whole === 0) return minutesOf(rest);
    return `${t("packages.sessions", { count: whole })} ${minutesOf(rest)}`;
  };
}

interface Held extends Counted {
  units: number;
  services: string[];
}

/** What one of a package is: so many hours, a certificate of so much, or of which sessions. */
export function useItemWords(): (item: Held) => string {
  const { t, locale } = useLanguage();
  const units = useUnits();
  const known = useQuery(answerQuery<ServicesBody>(["services", locale], "/services", { locale }));
  const nameOf = (id: string) => known.data?.services.find((one) => one.id === id)?.name;
  return (item) => {
    if (item.kind === "sessions" && item.sessionMinutes) {
      const many = item.units / item.sessionMinutes;
      const name = nameOf(item.services[0] ?? "") ?? t("packages.someService");
      const said = t("packages.session", { name, count: item.sessionMinutes });
      return t("packages.itemSessions", { units: many > 1 ? `${many} × ${said}` : said });
    }
    const said = { units: units(item, item.units) };
    return item.kind === "hours"
      ? t("packages.itemHours", said)
      : t("packages.itemCertificate", said);
  };
}

interface Offered {
  firstDay?: string | null;
  lastDay?: string | null;
  validDays?: number;
}

/** How long it is good: so many days, or the days of a season. */
export function useGoodFor(): (offered: Offered) => string {
  const { t, formats } = useLanguage();
  const day = (one: string) =>
    new Intl.DateTimeFormat(formats.locale, { dateStyle: "long", timeZone: "UTC" }).format(
      Date.parse(one),
    );
  return ({ firstDay, lastDay, validDays = 0 }) => {
    if (!lastDay) return t("packages.valid", { count: validDays });
    if (!firstDay) return t("packages.validUntil", { last: day(lastDay) });
    return t("packages.season", { first: day(firstDay), last: day(lastDay) });
  };
}
