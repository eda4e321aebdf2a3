import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SuspectShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Buyer } from "../desk/Buyer";
import { RefuseDialog, ReleaseDialog } from "./Decide";
import { Figures } from "./Figures";
import { Listed } from "./Listed";
import { suspectsQuery, WHICH, type Which } from "./queries";
import { useReasons } from "./reasons";

const route = getRouteApi("/staff/fraud");
const TONES: Record<SuspectShown["status"], BadgeTone> = {
  held: "held",
  released: "free",
  passed: "free",
  refused: "danger",
};

/** Orders that something speaks against: those that are held wait for somebody to decide. */
export function FraudPage() {
  const { t, formats } = useLanguage();
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...suspectsQuery(status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.suspects) ?? [];
  const held = query.data?.pages[0]?.held ?? 0;
  const nameOf = (which: Which) =>
    which === "held" && held > 0
      ? `${t("fraud.status.held")} (${formats.number(held)})`
      : t(`fraud.status.${which}`);
  return (
    <div className="max-w-4xl space-y-6">
      <Heading
        title={t("fraud.title")}
        text={t("fraud.text")}
        actions={<ButtonLink to="/staff/settings">{t("fraud.rules")}</ButtonLink>}
      />
      <Select
        dense
        label={t("fraud.which")}
        value={status}
        none={t("list.all")}
        items={WHICH}
        nameOf={nameOf}
        onChoose={(next) =>
          void navigate({ search: { status: next }, replace: true, resetScroll: false })
        }
        className="w-full sm:w-56"
      />
      <Listing
        query={query}
        keeps
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("fraud.none")} hint={t("fraud.noneHint")} />}
      >
        <ul aria-label={t("fraud.title")} className="space-y-3">
          {rows.map((one) => (
            <Suspect key={one.orderId} found={one} />
          ))}
        </ul>
      </Listing>
      <Figures />
      <Listed />
    </div>
  );
}

function Suspect({ found }: { found: SuspectShown }) {
  const { t, formats } = useLanguage();
  const [asking, setAsking] = useState<"release" | "refuse">();
  const close = () => setAsking(undefined);
  const said = useReasons();
  return (
    <li className="space-y-3 rounded-l border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/staff/orders/$orderId"
          params={{ orderId: found.orderId }}
          className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
        >
          {found.orderNumber}
        </Link>
        <Badge tone={TONES[found.status]}>{t(`fraud.status.${found.status}`)}</Badge>
        {found.outcome && (
          <Badge tone={found.outcome === "fraud" ? "danger" : "free"}>
            {t(`fraud.outcome.${found.outcome}`)}
          </Badge>
        )}
        <span className="tabular ml-auto">{formats.price(found.total, found.currency)}</span>
        <p className="w-full text-13 text-ink-soft">
          <Buyer inText who={found.buyer} /> · <Moment at={found.checkedAt} />
        </p>
      </div>
      <ul
        aria-label={t("fraud.reasons", { order: found.orderNumber })}
        className="space-y-1 text-15"
      >
        {found.reasons.map((one) => (
          <li key={`${one.rule} ${one.most} ${one.points}`} className="flex justify-between gap-4">
            <span className="min-w-0 wrap-anywhere">{said(one)}</span>
            <span className="tabular shrink-0 text-ink-soft">
              {t("fraud.points", { count: one.points })}
            </span>
          </li>
        ))}
      </ul>
      <Traces found={found} />
      {found.note && <p className="text-13 wrap-anywhere text-ink-soft">{found.note}</p>}
      {found.status === "held" && (
        <div className="flex flex-wrap gap-2">
          <Button
            aria-label={t("fraud.releaseOf", { order: found.orderNumber })}
            onClick={() => setAsking("release")}
          >
            {t("fraud.release")}
          </Button>
          <Button
            kind="danger"
            aria-label={t("fraud.refuseOf", { order: found.orderNumber })}
            onClick={() => setAsking("refuse")}
          >
            {t("fraud.refuse")}
          </Button>
        </div>
      )}
      {asking === "release" && <ReleaseDialog found={found} onClose={close} />}
      {asking === "refuse" && <RefuseDialog found={found} onClose={close} />}
    </li>
  );
}

/** By what others of the same hand may be known. */
function Traces({ found }: { found: SuspectShown }) {
  const { t } = useLanguage();
  const traces = [
    [t("fraud.kind.address"), found.address],
    [t("fraud.kind.device"), found.device],
    [
      t("fraud.kind.card"),
      found.card && [found.card, found.cardCountry].filter(Boolean).join(", "),
    ],
    [t("fraud.country"), found.country],
  ].filter((one): one is [string, string] => Boolean(one[1]));
  if (traces.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 text-13">
      {traces.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1">
          <dt className="text-ink-soft">{name}:</dt>
          <dd className="tabular wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
