import { useState } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { AddressLines } from "../addresses/AddressLines";
import { ChangeRepeat } from "./ChangeRepeat";
import { useEvery } from "./every";
import { NextDay } from "./NextDay";
import { PaidBy } from "./PaidBy";
import { actOn, type RepeatAct, renewRepeats, unskipDay } from "./queries";
import { RepeatBadge } from "./RepeatBadge";
import { RepeatHistory } from "./RepeatHistory";
import { RepeatLines } from "./RepeatLines";
import { SkipRepeat } from "./SkipRepeat";
import { Unskip } from "./Unskip";

/** One of one's own, with what may be done with it now. */
export function RepeatCard({ one }: { one: RepeatBody }) {
  const { t } = useLanguage();
  const every = useEvery();
  const [told, setTold] = useState(false);
  const [open, setOpen] = useState<"change" | "end" | null>(null);
  const close = () => setOpen(null);
  const names = one.package?.name ?? one.items.map(({ name }) => name).join(", ");
  return (
    <Panel>
      <div className="space-y-4" data-testid="repeat-order">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-18 font-semibold">{every(one.every)}</h2>
          <RepeatBadge status={one.status} />
        </div>
        <RepeatLines items={one.items} package={one.package} />
        <NextDay one={one} />
        {one.status === "paused" && one.reason === "unpaid" && <p>{t("repeats.unpaid")}</p>}
        {one.reason === "order" && <p>{t("repeats.withOrder")}</p>}
        {one.reason === "staff" && one.note && (
          <p className="wrap-anywhere">{t("repeats.byShop", { reason: one.note })}</p>
        )}
        {one.status !== "ended" && (
          <div className="text-13 text-ink-soft">
            {one.shippingAddress && <AddressLines address={one.shippingAddress} />}
            <PaidBy one={one} />
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          {one.status === "active" && one.nextOn && (
            <SkipRepeat one={one} day={one.nextOn} names={names} />
          )}
          {one.skippedOn && (
            <Unskip
              day={one.skippedOn}
              undo={(day, key) => unskipDay(one.id, day, key)}
              onDone={renewRepeats}
            />
          )}
          {one.status !== "ended" && (
            <Button
              size="s"
              aria-label={`${t("form.change")}: ${names}`}
              onClick={() => setOpen("change")}
            >
              {t("form.change")}
            </Button>
          )}
          {one.status === "active" && (
            <Act one={one} what="pause" label={t("repeats.pause")} names={names} />
          )}
          {one.status === "paused" && one.reason !== "staff" && (
            <Act one={one} what="resume" label={t("repeats.resume")} names={names} />
          )}
          {one.status !== "ended" && (
            <Button
              size="s"
              kind="plain"
              aria-label={`${t("repeats.end")}: ${names}`}
              onClick={() => setOpen("end")}
            >
              {t("repeats.end")}
            </Button>
          )}
          <ButtonLink size="s" to="/orders/$orderId" params={{ orderId: one.orderId }}>
            {t("repeats.first")}
          </ButtonLink>
          <Button
            size="s"
            aria-expanded={told}
            aria-label={`${t("repeats.history")}: ${names}`}
            onClick={() => setTold(!told)}
          >
            {t("repeats.history")}
          </Button>
        </div>
        {told && <RepeatHistory id={one.id} />}
      </div>
      <Dialog open={open === "change"} onClose={close} title={t("repeats.changeTitle")}>
        {open === "change" && <ChangeRepeat one={one} onDone={close} />}
      </Dialog>
      <Dialog
        open={open === "end"}
        onClose={close}
        title={t("repeats.endTitle")}
        text={t("repeats.endText")}
      >
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t("repeats.keep")}</Button>
          <Act one={one} what="end" label={t("repeats.end")} names={names} grave onDone={close} />
        </div>
      </Dialog>
    </Panel>
  );
}

interface ActProps {
  one: RepeatBody;
  what: RepeatAct;
  label: string;
  names: string;
  grave?: boolean;
  onDone?: () => void;
}

function Act({ one, what, label, names, grave, onDone }: ActProps) {
  const acting = useIntent((key) => actOn(one.id, what, key), {
    onSuccess: async () => {
      await renewRepeats();
      onDone?.();
    },
  });
  return (
    <>
      <Button
        size={grave ? undefined : "s"}
        kind={grave ? "danger" : undefined}
        online
        busy={acting.isPending}
        aria-label={grave ? undefined : `${label}: ${names}`}
        onClick={() => acting.mutate()}
      >
        {label}
      </Button>
      {acting.isError && <Refusal error={acting.error} />}
    </>
  );
}
