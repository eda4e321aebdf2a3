import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { SellerStanding } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { DaysStatement } from "./DaysStatement";
import { Movement } from "./Movement";
import { moneyQuery, statementFile, statementQuery } from "./queries";
import { Terms } from "./Terms";

interface Props {
  /** Of whom: `ownPlace`, `staffPlace` or `resourcePlace`. */
  place: string;
  /** It is a seller's, who is told what was agreed on. */
  sells?: boolean;
  /** What may be done with the money in a currency. */
  actions?: (standing: SellerStanding) => ReactNode;
}

/** How a seller, or who is booked, stands in each currency, with every movement. */
export function SellerMoney({ place, sells, actions }: Props) {
  const { t } = useLanguage();
  return (
    <Loaded query={useQuery(moneyQuery(place))} loading={<Skeleton className="h-48 w-full" />}>
      {({ standings, terms }) => (
        <div className="space-y-6">
          {standings.length === 0 && <p className="text-ink-soft">{t("seller.noMoney")}</p>}
          {standings.map((one) => (
            <div key={one.currency} className="space-y-6">
              <Figures standing={one} />
              {actions?.(one)}
              <DaysStatement place={place} currency={one.currency} />
              <Movements place={place} currency={one.currency} />
            </div>
          ))}
          {sells && <Terms terms={terms} />}
        </div>
      )}
    </Loaded>
  );
}

function Figures({ standing }: { standing: SellerStanding }) {
  const { t, formats } = useLanguage();
  const names = ["payable", "waiting", "coming", "owed"] as const;
  const shown = names.flatMap((name) => {
    const amount = standing[name];
    return amount === null ? [] : [[t(`seller.${name}`), amount] as const];
  });
  return (
    <dl
      className={classes(
        "grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line",
        shown.length > 3 ? "sm:grid-cols-2 lg:grid-cols-4" : "sm:grid-cols-3",
      )}
    >
      {shown.map(([name, amount]) => (
        <div key={name} className="bg-raised p-4">
          <dt className="text-13 text-ink-soft">{name}</dt>
          <dd className="tabular mt-1 text-24 font-semibold">
            {formats.price(amount, standing.currency)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Movements({ place, currency }: { place: string; currency: string }) {
  const { t } = useLanguage();
  const query = useInfiniteQuery(statementQuery(place, currency));
  const movements = query.data?.pages.flatMap((page) => page.movements) ?? [];
  return (
    <Panel
      title={t("seller.movements")}
      actions={
        movements.length > 0 && (
          <DownloadLink href={statementFile(place, currency)} label={t("list.csv")} />
        )
      }
    >
      <Listing
        query={query}
        empty={movements.length === 0}
        none={<p className="text-ink-soft">{t("seller.noMovements")}</p>}
        loading={<Skeleton className="h-40 w-full" />}
      >
        <ul aria-label={t("seller.movements")} className="divide-y divide-line">
          {movements.map((one) => (
            <Movement key={one.version} movement={one} currency={currency} />
          ))}
        </ul>
      </Listing>
    </Panel>
  );
}
