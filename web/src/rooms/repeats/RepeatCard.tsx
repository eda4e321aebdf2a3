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
import { PaidBy } from "./PaidBy";
import { actOn, type RepeatAct, renewRepeats } from "./queries";
import { RepeatBadge } from "./RepeatBadge";
import { RepeatLines } from "./RepeatLines";

/** One of one's own, with what may be done with it now. */
export function RepeatCard({ one }: { one: RepeatBody }) {
  const { t, formats } = useLanguage();
  const every = useEvery();
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
        {one.nextOn && (
          <p>
            {t("repeats.next")}{" "}
            <time dateTime={one.nextOn} className="font-semibold">
              {formats.dayAhead(one.nextOn)}
            </time>
          </p>
        )}
        {one.status === "paused" && one.reason === "unpaid" && <p>{t("repeats.unpaid")}</p>}
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
          {one.status === "active" && (
            <Act one={one} what="skip" label={t("repeats.skip")} names={names} />
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
        </div>
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
