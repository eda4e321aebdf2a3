import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { Alerts } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { nameOf } from "./VariantTable";

export function RecentAlerts() {
  const { t, formats, locale } = useLanguage();
  const now = useServerNow(false);
  const { data } = useQuery({
    ...answerQuery<Alerts>(["staff", "alerts", locale], "/staff/alerts", { locale }),
    refetchInterval: 15_000,
  });
  const recent = data?.recent ?? [];
  if (recent.length === 0) return null;
  return (
    <section className="space-y-3 pt-4">
      <h2 className="text-18 font-semibold">{t("staff.lowRecent")}</h2>
      <ul className="divide-y divide-line border-y border-line text-13">
        {recent.map((alert) => (
          <li key={`${alert.at} ${alert.variantId}`} className="flex justify-between gap-4 py-2">
            <span>
              {nameOf(alert)}: {t("supply.left", { count: alert.onHand })}
              {alert.locations.length > 0 && (
                <span className="block text-ink-soft">
                  {t("staff.lowThere", {
                    places: alert.locations.map((one) => `${one.name} (${one.onHand})`).join(", "),
                  })}
                </span>
              )}
            </span>
            <time dateTime={alert.at} className="shrink-0 text-ink-soft">
              {formats.ago(alert.at, now)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
