import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client";
import { useFormats } from "../i18n/format";
import { useServerNow } from "../live/hooks";
import { nameOf } from "./VariantTable";

interface Alert {
  at: string;
  variantId: string;
  productName: string;
  options: Record<string, string>;
  stock: number;
  threshold: number;
}

export function RecentAlerts() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useServerNow(false);
  const { data } = useQuery({
    queryKey: ["staff", "alerts"],
    queryFn: ({ signal }) => get<{ recent?: Alert[] }>("/staff/alerts", {}, signal),
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
              {nameOf(alert)}: {t("supply.left", { count: alert.stock })}
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
