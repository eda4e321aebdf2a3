import { type ReactNode, useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { Work } from "../../design/Work";
import { ReturnBadge } from "../../rooms/returns/Badge";
import { Photos } from "../../rooms/returns/Photos";
import { ReturnGoods, ReturnSum } from "../../rooms/returns/ReturnGoods";
import { ApproveDialog, RefuseDialog } from "./Decide";
import { Inspect } from "./Inspect";

interface Props {
  found: ReturnShown;
  /** Where it is asked for. */
  path: string;
  /** Names its order. */
  order: ReactNode;
  /** Something may be taken off what was paid. */
  deducts?: boolean;
  /** What is sent instead. */
  instead?: ReactNode;
}

/** What is in a return, and all that may be done with it now. */
export function ReturnDetails({ found, path, order, deducts = true, instead }: Props) {
  const { t, formats } = useLanguage();
  return (
    <div className="max-w-3xl space-y-4">
      <Heading
        dense
        title={t("return.title", { number: found.number })}
        beside={<ReturnBadge status={found.status} />}
        text={
          <>
            {t("staffReturn.askedAt", { time: formats.moment(found.madeAt) })} · {order}
            {found.byRule && <> · {t("staffReturn.byRule")}</>}
          </>
        }
      />
      <Panel title={t("staffReturn.inside")}>
        <ReturnGoods found={found} />
        {found.note && (
          <blockquote className="mt-3 border-l-2 border-line-strong pl-3 wrap-anywhere whitespace-pre-line">
            {found.note}
          </blockquote>
        )}
        <div className="mt-3">
          <Photos found={found} />
        </div>
        <ReturnSum found={found} />
        {instead}
        <Faults found={found} />
        {found.answer && (
          <p className="mt-3 text-13 wrap-anywhere text-ink-soft">
            {t("staffReturn.answered", { answer: found.answer })}
          </p>
        )}
      </Panel>
      {found.actions.inspect === null ? (
        <Work writes="POST /api/staff/returns/{return_id}/inspect">
          <Inspect found={found} path={path} deducts={deducts} />
        </Work>
      ) : (
        <Decisions found={found} path={path} own={deducts} />
      )}
    </div>
  );
}

/** What was written off, and why. */
function Faults({ found }: { found: ReturnShown }) {
  const { t } = useLanguage();
  const faulty = found.lines.filter(({ writtenOff }) => writtenOff > 0);
  if (faulty.length === 0) return null;
  return (
    <ul className="mt-3 space-y-1 text-13">
      {faulty.map((one) => (
        <li key={one.line} className="wrap-anywhere">
          {t("staffReturn.wasWrittenOff", {
            count: one.writtenOff,
            name: one.productName,
            fault: one.fault,
          })}
        </li>
      ))}
    </ul>
  );
}

/** What is decided before money goes back. */
const DECIDES = "POST /api/staff/returns/{return_id}/approve";

/** Before it came back. */
function Decisions({ found, path, own }: Pick<Props, "found" | "path"> & { own: boolean }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState<"approve" | "refuse" | null>(null);
  const receive = useIntent((key) => insist(`${path}/receive`, {}, key), {
    onSettled: () => renew(["staff"], ["orders"], ["seller"]),
  });
  const { actions } = found;
  if (actions.approve !== null && actions.refuse !== null && actions.receive !== null) return null;
  const close = () => setAsking(null);
  return (
    <Panel title={t("staffReturn.now")}>
      {receive.isError && <Refusal error={receive.error} />}
      <p className="mb-3 text-ink-soft">
        {t(found.status === "requested" ? "staffReturn.decide" : "staffReturn.awaited")}
      </p>
      <div className="flex flex-wrap gap-2">
        {actions.approve === null && (
          <Button needs={DECIDES} kind="primary" onClick={() => setAsking("approve")}>
            {t("staffReturn.approve")}
          </Button>
        )}
        {actions.receive === null && (
          <Button
            needs={DECIDES}
            kind="primary"
            busy={receive.isPending}
            onClick={() => receive.mutate()}
          >
            {t("staffReturn.receive")}
          </Button>
        )}
        {actions.refuse === null && (
          <Button needs={DECIDES} onClick={() => setAsking("refuse")}>
            {t("staffReturn.refuse")}
          </Button>
        )}
      </div>
      {asking === "approve" && (
        <ApproveDialog path={path} orderId={own ? found.orderId : null} onClose={close} />
      )}
      {asking === "refuse" && <RefuseDialog path={path} onClose={close} />}
    </Panel>
  );
}
