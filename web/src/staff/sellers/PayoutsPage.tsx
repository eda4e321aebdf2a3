import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PayoutBody } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Field } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { ActDialog } from "../desk/ActDialog";
import { Holders } from "./Holders";
import { failed, payoutsQuery, renewSellers, sendOut, sent } from "./queries";

const TONES: Record<PayoutBody["status"], BadgeTone> = {
  proposed: "held",
  sending: "held",
  refused: "danger",
  paid: "free",
  failed: "gone",
};

/** Milliseconds in which a change of where to is worth a second look. */
const LATELY = 7 * 24 * 3_600_000;

interface Doing {
  payout: PayoutBody;
  what: "sent" | "failed" | "send";
}

/** Money that was set aside for sellers, to be sent by hand or by a provider. */
export function PayoutsPage() {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(payoutsQuery);
  const payouts = query.data?.pages.flatMap((page) => page.payouts) ?? [];
  const [doing, setDoing] = useState<Doing>();
  const columns: Column<PayoutBody>[] = [
    {
      key: "seller",
      title: t("payouts.seller"),
      value: (row) => row.name,
      cell: (row) => <span className="block min-w-20 wrap-anywhere">{row.name}</span>,
    },
    {
      key: "amount",
      title: t("payouts.amount"),
      number: true,
      value: (row) => row.amount,
      text: (row) => formats.amount(row.amount, row.currency),
      cell: (row) => formats.price(row.amount, row.currency),
    },
    {
      key: "state",
      title: t("staff.column.state"),
      value: (row) => t(`payouts.${row.status}`),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`payouts.${row.status}`)}</Badge>,
    },
    {
      key: "made",
      title: t("payouts.made"),
      wide: true,
      value: (row) => row.madeAt,
      cell: (row) => <Moment at={row.madeAt} />,
    },
    {
      key: "note",
      title: t("payouts.note"),
      wide: true,
      value: (row) => row.reference ?? row.reason ?? "",
    },
    {
      key: "actions",
      title: t("payouts.actions"),
      bare: true,
      cell: (row) => <Actions payout={row} name={row.name} onDo={setDoing} />,
    },
  ];
  return (
    <div className="max-w-5xl space-y-6">
      <Heading
        title={t("payouts.title")}
        text={t("payouts.text")}
        actions={
          <ButtonLink to="/staff/settings" hash="payouts">
            {t("payouts.settings")}
          </ButtonLink>
        }
      />
      <Listing
        query={query}
        empty={payouts.length === 0}
        none={<Blank title={t("payouts.none")} hint={t("payouts.noneHint")} />}
        loading={<Skeleton className="h-72 w-full" />}
      >
        <DataTable
          cards
          caption={t("payouts.title")}
          columns={columns}
          rows={payouts}
          rowKey={(row) => row.id}
        />
      </Listing>
      <Holders />
      {doing?.what === "sent" && (
        <SentDialog
          payout={doing.payout}
          name={doing.payout.name}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing?.what === "send" && (
        <ActDialog
          title={t("payouts.sendTitle", {
            price: formats.price(doing.payout.amount, doing.payout.currency),
            name: doing.payout.name,
          })}
          text={t("payouts.sendText", { account: doing.payout.sendsTo })}
          act={t("payouts.send")}
          send={(key) => sendOut(key, doing.payout.id)}
          onDone={renewSellers}
          onClose={() => setDoing(undefined)}
        >
          {() => <Lately payout={doing.payout} />}
        </ActDialog>
      )}
      {doing?.what === "failed" && (
        <ActDialog
          title={t("payouts.markFailedTitle", { name: doing.payout.name })}
          text={t("payouts.markFailedText")}
          act={t("payouts.markFailed")}
          grave
          reason={{ hint: t("sellers.refuseHint"), most: 200 }}
          send={(key, reason) => failed(key, doing.payout.id, reason)}
          onDone={renewSellers}
          onClose={() => setDoing(undefined)}
        />
      )}
    </div>
  );
}

interface ActionsProps {
  payout: PayoutBody;
  name: string;
  onDo: (doing: Doing) => void;
}

function Actions({ payout, name, onDo }: ActionsProps) {
  const { t } = useLanguage();
  if (payout.status === "failed" || payout.status === "sending") return null;
  return (
    <span className="flex flex-col items-end gap-2 sm:flex-row sm:justify-end">
      {payout.sendsBy && (
        <Button
          size="s"
          kind="primary"
          aria-label={t("payouts.sendOf", { name })}
          onClick={() => onDo({ payout, what: "send" })}
        >
          {t(payout.status === "refused" ? "payouts.sendAgain" : "payouts.send")}
        </Button>
      )}
      {(payout.status === "proposed" || payout.status === "refused") && (
        <Button
          size="s"
          aria-label={t("payouts.markPaidOf", { name })}
          onClick={() => onDo({ payout, what: "sent" })}
        >
          {t("payouts.markPaid")}
        </Button>
      )}
      <Button
        size="s"
        kind="plain"
        aria-label={t("payouts.markFailedOf", { name })}
        onClick={() => onDo({ payout, what: "failed" })}
      >
        {t("payouts.markFailed")}
      </Button>
    </span>
  );
}

interface SentProps {
  payout: PayoutBody;
  name: string;
  onClose: () => void;
}

function SentDialog({ payout, name, onClose }: SentProps) {
  const { t, formats } = useLanguage();
  const [reference, setReference] = useState("");
  const missing = reference.trim() === "";
  const price = formats.price(payout.amount, payout.currency);
  return (
    <ActDialog
      title={t("payouts.markPaidTitle", { price, name })}
      act={t("payouts.markPaid")}
      sound={!missing}
      send={(key) => sent(key, payout.id, reference.trim())}
      onDone={renewSellers}
      onClose={onClose}
    >
      {(tried) => (
        <>
          {!payout.sendsBy && <WhereTo payout={payout} />}
          <Lately payout={payout} />
          <Field
            label={t("payouts.reference")}
            maxLength={200}
            value={reference}
            error={tried && missing ? t("payouts.referenceMissing") : null}
            onChange={({ target }) => setReference(target.value)}
          />
        </>
      )}
    </ActDialog>
  );
}

/** To which account at a bank it is to be sent. */
function WhereTo({ payout }: { payout: PayoutBody }) {
  const { t } = useLanguage();
  if (!payout.sendsTo) return <p className="text-ink-soft">{t("payouts.whereUnknown")}</p>;
  return (
    <div>
      <p className="text-13 text-ink-soft">{t("payouts.where")}</p>
      <p className="whitespace-pre-line wrap-anywhere" data-testid="sends-to">
        {payout.sendsTo}
      </p>
    </div>
  );
}

/** Somebody else in a seller's account changes first where their money goes. */
function Lately({ payout }: { payout: PayoutBody }) {
  const { t, formats } = useLanguage();
  const since = payout.sendsToSince;
  if (!since || Date.parse(since) < serverClock.now() - LATELY) return null;
  return (
    <Notice tone="held" title={t("payouts.changedLately", { when: formats.moment(since) })}>
      {t("payouts.changedLatelyHint")}
    </Notice>
  );
}
