import { useQuery } from "@tanstack/react-query";
import type { LeavingBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { leavingQuery } from "./queries";

/** What is to be finished before a seller's account is closed. */
export function LeftOpen({ place }: { place: string }) {
  return (
    <Loaded query={useQuery(leavingQuery(place))} loading={<Skeleton className="h-24 w-full" />}>
      {({ open }) => <LeftOpenList open={open} />}
    </Loaded>
  );
}

export function LeftOpenList({ open }: Pick<LeavingBody, "open">) {
  const { t, formats } = useLanguage();
  if (open.length === 0) return <p className="text-ink-soft">{t("leaving.nothing")}</p>;
  return (
    <ul aria-label={t("leaving.open")} className="list-disc space-y-1 pl-5">
      {open.map(({ code, count, amount, currency }) => (
        <li key={`${code} ${currency ?? ""}`}>
          {code === "earned" || code === "owed"
            ? t(`leaving.${code}`, { price: formats.price(amount ?? 0, currency ?? "") })
            : t(`leaving.${code}`, { count })}
        </li>
      ))}
    </ul>
  );
}
