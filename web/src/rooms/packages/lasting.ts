import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { GrantShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

type Lasting = Pick<GrantShown, "status" | "validFrom" | "validUntil"> & { graceUntil?: string };

/** From and until when what is prepaid is good: days by the shop's clock, wherever its reader is. */
export function useLasting() {
  const { t, locale } = useLanguage();
  const timeZone = useQuery(configQuery).data?.zone;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const on = (at: string) => days.format(Date.parse(at));
  return ({ status, validFrom, validUntil, graceUntil }: Lasting) => {
    const last = on((status === "grace" && graceUntil) || validUntil);
    return status === "coming" && validFrom
      ? t("packages.lastsFrom", { first: on(validFrom), last })
      : t("packages.lasts", { last });
  };
}

/** How it stands, as words: what is used up is not to be used any more. */
export function standingOf({ status, left }: Pick<GrantShown, "status" | "left">) {
  const spent = left === 0 && (status === "active" || status === "grace");
  return spent ? "spent" : status;
}
