import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";

/** A day by the shop's clock, by which what is prepaid begins and ends, wherever its reader is. */
export function ShopDay({ at }: { at: string }) {
  const { locale } = useLanguage();
  const timeZone = useQuery(configQuery).data?.zone;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  return <time dateTime={at}>{day.format(Date.parse(at))}</time>;
}
