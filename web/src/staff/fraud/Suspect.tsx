import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SuspectShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Moment } from "../../design/Moment";
import { Buyer } from "../desk/Buyer";
import { RefuseDialog, ReleaseDialog } from "./Decide";
import { useReasons } from "./reasons";

const LISTED = "space-y-3 rounded-l border border-line bg-raised p-4";
const TONES: Record<SuspectShown["status"], BadgeTone> = {
  held: "held",
  released: "free",
  passed: "free",
  refused: "danger",
};

/** What speaks against an order, and what one may do about it; `here`: on the order's own page. */
export function Suspect({ found, here }: { found: SuspectShown; here?: boolean }) {
  const { t, formats } = useLanguage();
  const [asking, setAsking] = useState<"release" | "refuse">();
  const close = () => setAsking(undefined);
  const said = useReasons();
  return (
    <div data-testid="suspect" className={here ? "space-y-3" : LISTED}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {!here && (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: found.orderId }}
            className="tabular inline-flex min-h-6 items-center font-medium hover:text-accent"
          >
            {found.orderNumber}
          </Link>
        )}
        <Badge tone={TONES[found.status]}>{t(`fraud.status.${found.status}`)}</Badge>
        {found.outcome && (
          <Badge tone={found.outcome === "fraud" ? "danger" : "free"}>
            {t(`fraud.outcome.${found.outcome}`)}
          </Badge>
        )}
        {!here && (
          <span className="tabular ml-auto">{formats.price(found.total, found.currency)}</span>
        )}
        <p className="w-full text-13 text-ink-soft">
          {!here && (
            <>
              <Buyer inText who={found.buyer} /> ·{" "}
            </>
          )}
          <Moment at={found.checkedAt} />
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
    </div>
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
