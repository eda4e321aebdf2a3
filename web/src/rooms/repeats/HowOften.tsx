import { useLanguage } from "../../base/i18n/format";
import { useEvery } from "./every";

/** That an order is of a repeat order, and how often; of one from before without that. */
export function HowOften({ every }: { every: string | null }) {
  const { t, locale } = useLanguage();
  const inWords = useEvery();
  if (!every) return <>{t("repeats.ofOrder")}</>;
  return <>{t("repeats.often", { every: inWords(every).toLocaleLowerCase(locale) })}</>;
}
