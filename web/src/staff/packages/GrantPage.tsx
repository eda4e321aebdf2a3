import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { StaffGrant, StaffGrantAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Badge } from "../../design/Badge";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { NotShown } from "../../design/NotShown";
import { useUnits } from "../../rooms/packages/told";
import { useActorName } from "../desk/Buyer";
import { userOf } from "../desk/search";
import { GrantActions } from "./GrantActions";
import { TONES } from "./GrantListPage";
import { grantQuery } from "./queries";

const route = getRouteApi("/staff/prepaid/$grantId");

/** One client's hours or certificate: what is left, what happened, what staff may do about it. */
export function GrantPage() {
  const { t } = useLanguage();
  const { grantId } = route.useParams();
  const query = useInfiniteQuery(grantQuery(grantId));
  const seen = query.data?.pages[0];
  useTitle(seen?.grant.name || t("grants.one"));
  if (!seen)
    return (
      <NotShown
        query={query}
        title={t("grants.one")}
        missing={t("grants.missing")}
        back={<ButtonLink to="/staff/prepaid">{t("grants.title")}</ButtonLink>}
      />
    );
  const { grant } = seen;
  const movements = query.data?.pages.flatMap((page) => page.movements) ?? [];
  return (
    <div className="max-w-4xl space-y-6">
      <div>
        <BackLink to="/staff/prepaid">{t("grants.title")}</BackLink>
        <Heading
          title={grant.name}
          text={
            <span className="flex flex-wrap items-center gap-3">
              <Badge tone={TONES[grant.status]}>{t(`packages.state.${grant.status}`)}</Badge>
              <Owner grant={grant} />
            </span>
          }
        />
      </div>
      <Figures seen={seen} />
      <GrantActions grant={grant} ordered={seen.ordered} price={seen.price} />
      <Lines grant={grant} lines={seen.lines} />
      <section className="space-y-3">
        <h2 className="text-18 font-semibold">{t("packages.history")}</h2>
        <Listing
          query={query}
          empty={movements.length === 0}
          none={<p className="text-ink-soft">{t("wallet.noMovements")}</p>}
        >
          <Movements grant={grant} movements={movements} />
        </Listing>
      </section>
    </div>
  );
}

function Owner({ grant }: { grant: StaffGrant }) {
  const named = useActorName();
  const user = userOf(grant.owner);
  if (!user) return <span>{named(grant.owner)}</span>;
  return (
    <Link
      to="/staff/people/$userId"
      params={{ userId: user }}
      className="text-accent underline underline-offset-4 wrap-anywhere"
    >
      {named(grant.owner, grant.ownerName)}
    </Link>
  );
}

function Figures({ seen }: { seen: StaffGrantAnswer }) {
  const { t, formats } = useLanguage();
  const units = useUnits();
  const { grant, ordered, price } = seen;
  const shown: [string, ReactNode][] = [
    [t("grants.left"), units(grant, grant.left)],
    [t("grants.atFirst"), units(grant, grant.units)],
    [
      t("grants.until"),
      <Moment
        day
        key="until"
        at={grant.status === "grace" ? grant.graceUntil : grant.validUntil}
      />,
    ],
    [
      t("grants.paid"),
      ordered ? (
        <Link
          key="order"
          to="/staff/orders/$orderId"
          params={{ orderId: grant.orderId }}
          className="text-accent underline underline-offset-4"
        >
          {formats.price(price, grant.currency)}
        </Link>
      ) : (
        t("grants.gift")
      ),
    ],
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-l border border-line bg-line lg:grid-cols-4">
      {shown.map(([name, value]) => (
        <div key={name} className="bg-raised p-4">
          <dt className="text-13 text-ink-soft">{name}</dt>
          <dd className="tabular mt-1 font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const TOLD = [
  "package.given",
  "package.frozen",
  "package.thawed",
  "package.prolonged",
  "package.moved",
  "package.returned",
] as const;

/** What staff did to it, and why. */
function Lines({ grant, lines }: { grant: StaffGrant; lines: StaffGrantAnswer["lines"] }) {
  const { t } = useLanguage();
  const units = useUnits();
  const named = useActorName();
  if (lines.length === 0) return null;
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{t("grants.lines")}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {lines.map((line) => {
          const action = TOLD.find((one) => one === line.action);
          const taken = line.data.units;
          return (
            <li
              key={`${line.at} ${line.action}`}
              className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2"
            >
              <span className="min-w-0 grow basis-48 wrap-anywhere">
                {action ? t(`grants.did.${action}`) : line.action}
                {typeof taken === "number" && ` · ${units(grant, taken)}`}
                {line.data.reason ? (
                  <span className="block text-ink-soft">{String(line.data.reason)}</span>
                ) : null}
              </span>
              <span className="text-13 text-ink-soft">
                {named(line.actor, line.actorName)} · <Moment at={line.at} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Movements({
  grant,
  movements,
}: {
  grant: StaffGrant;
  movements: StaffGrantAnswer["movements"];
}) {
  const { t } = useLanguage();
  const units = useUnits();
  const named = useActorName();
  const said = (amount: number) => units(grant, Math.abs(amount));
  return (
    <ul aria-label={t("packages.history")} className="divide-y divide-line border-y border-line">
      {movements.map((one) => (
        <li key={one.version} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
          <span className="min-w-0 grow basis-48 wrap-anywhere">
            {one.orderId ? (
              <Link
                to="/staff/orders/$orderId"
                params={{ orderId: one.orderId }}
                className="text-accent underline underline-offset-4"
              >
                {t(`wallet.kind.${one.kind}`)}
              </Link>
            ) : (
              t(one.kind === "top-up" ? "grants.issued" : `wallet.kind.${one.kind}`)
            )}
            <span className="block text-13 text-ink-soft">
              {named(one.actor, one.actorName)} · <Moment at={one.at} />
            </span>
          </span>
          <span className="tabular ml-auto text-right">
            {one.change < 0 ? "−" : "+"}
            {said(one.change)}
            <span className="block text-13 text-ink-soft">
              {t("packages.after", { units: said(one.balance) })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
