import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SpanStatementBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { DownloadLink } from "../../design/DownloadLink";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { Movement } from "./Movement";
import { type Days, daysFile, daysQuery } from "./queries";

interface Props {
  place: string;
  currency: string;
}

/** The money of some days, from one balance to the other; first of the month before this one. */
export function DaysStatement({ place, currency }: Props) {
  const { t, locale } = useLanguage();
  const [days, setDays] = useState<Days>({});
  const query = useInfiniteQuery({
    ...daysQuery(place, currency, days),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  const [first] = pages;
  const movements = pages.flatMap((page) => page.movements);
  const from = days.from ?? first?.first ?? "";
  const to = days.to ?? first?.last ?? "";
  const asked = { from, to };
  const change = (next: Days) => setDays({ ...asked, ...next });
  return (
    <Panel
      title={t("seller.statement")}
      actions={
        first && (
          <span className="flex flex-wrap gap-2">
            <DownloadLink
              href={daysFile(place, currency, "csv", asked, locale)}
              label={t("list.csv")}
            />
            <DownloadLink
              href={daysFile(place, currency, "pdf", asked, locale)}
              label={t("seller.pdf")}
            />
          </span>
        )
      }
    >
      <div className="mb-4 flex flex-wrap gap-3">
        <Field
          label={t("seller.firstDay")}
          type="date"
          dense
          value={from}
          max={to}
          onChange={({ target }) => target.value && change({ from: target.value })}
        />
        <Field
          label={t("seller.lastDay")}
          type="date"
          dense
          value={to}
          min={from}
          onChange={({ target }) => target.value && change({ to: target.value })}
        />
      </div>
      <Listing
        query={query}
        empty={!first}
        none={null}
        loading={<Skeleton className="h-40 w-full" />}
      >
        {first && <Sums statement={first} />}
        {movements.length === 0 ? (
          <p className="text-ink-soft">{t("seller.nothingMoved")}</p>
        ) : (
          <ul aria-label={t("seller.statement")} className="divide-y divide-line">
            {movements.map((one) => (
              <Movement key={one.version} movement={one} currency={currency} />
            ))}
          </ul>
        )}
      </Listing>
    </Panel>
  );
}

function Sums({ statement }: { statement: SpanStatementBody }) {
  const { t, formats } = useLanguage();
  const { currency, opening, closing, sums, zone } = statement;
  const edge = "flex justify-between gap-4 font-medium";
  return (
    <div className="mb-4 max-w-md space-y-1 rounded-m bg-sunken p-4">
      <dl className="space-y-1">
        <div className={edge}>
          <dt>{t("seller.opening")}</dt>
          <dd className="tabular">{formats.price(opening, currency)}</dd>
        </div>
        {sums.map((one) => (
          <div key={one.kind} className="flex justify-between gap-4">
            <dt>{t(`seller.kind.${one.kind}`)}</dt>
            <dd className="tabular">{formats.priceChange(one.change, currency)}</dd>
          </div>
        ))}
        <div className={`${edge} border-t border-line pt-1`}>
          <dt>{t("seller.closing")}</dt>
          <dd className="tabular">{formats.price(closing, currency)}</dd>
        </div>
      </dl>
      <p className="text-13 text-ink-soft">{t("seller.daysIn", { zone })}</p>
    </div>
  );
}
