import type { GrantShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { useHistory } from "./queries";
import { useUnits } from "./told";

/** Every movement with what was left after it, newest first. */
export function History({ grant }: { grant: GrantShown }) {
  const { t } = useLanguage();
  const units = useUnits();
  const query = useHistory(grant.id, grant.version);
  const movements = query.data?.pages.flatMap((page) => page.movements) ?? [];
  const told = (amount: number) => units(grant, Math.abs(amount));
  return (
    <Listing
      query={query}
      more={t("wallet.older")}
      loading={<Skeleton className="h-24 w-full" />}
      empty={movements.length === 0}
      none={<p className="text-ink-soft">{t("wallet.noMovements")}</p>}
    >
      <ul aria-label={t("packages.history")} className="divide-y divide-line">
        {movements.map(({ version, at, kind, change, balance }) => (
          <li key={version} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
            <span className="grow basis-32">
              {t(kind === "top-up" ? "packages.bought" : `wallet.kind.${kind}`)}{" "}
              <Moment at={at} className="text-13 text-ink-soft" />
            </span>
            <span className="tabular text-right">
              {change < 0 ? "−" : "+"}
              {told(change)}
              <span className="block text-13 text-ink-soft">
                {t("packages.after", { units: told(balance) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Listing>
  );
}
