import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { RestShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { useClock } from "../../rooms/booking/words";
import { PayLinkDialog } from "../desk/PayLinkDialog";
import { useRemind, useRestPaid } from "./queries";

interface Props {
  due: RestShown;
  /** Others begin by another clock. */
  zoned: boolean;
}

/** What is due of one booking: a card on a phone, a line where there is room. */
export function DueRow({ due, zoned }: Props) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const [open, setOpen] = useState<"link" | "paid">();
  const remind = useRemind(due.bookingId, () =>
    toast({ title: t("dues.reminded", { name: due.client ?? t("word.guest") }) }),
  );
  const money = (amount: number) => formats.price(amount, due.currency);
  const close = () => setOpen(undefined);
  return (
    <li className="space-y-2 py-3" data-due={due.number}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <p className="tabular font-semibold max-sm:order-first max-sm:grow sm:w-60 sm:shrink-0">
          {clock.whole(due.local, due.zone)}
          {zoned && (
            <span className="block text-13 font-normal text-ink-soft">
              {formats.zoneName(due.zone)}
            </span>
          )}
        </p>
        <div className="min-w-0 grow basis-60">
          <p className="wrap-anywhere">
            {due.clientId ? (
              <Link
                to="/staff/clients/$clientId"
                params={{ clientId: due.clientId }}
                className="font-medium hover:text-accent"
              >
                {due.client ?? t("word.guest")}
              </Link>
            ) : (
              <span className="font-medium">{due.client ?? t("word.guest")}</span>
            )}
            <span className="text-ink-soft">{` · ${due.serviceName}`}</span>
          </p>
          <p className="tabular text-13 text-ink-soft wrap-anywhere">
            <Link
              to="/staff/orders/$orderId"
              params={{ orderId: due.orderId }}
              className="hover:text-accent"
            >
              {due.number}
            </Link>
            {` · ${t("dues.paid", { paid: money(due.paid), price: money(due.price) })}`}
            {due.remindedAt &&
              ` · ${t("dues.remindedAt", { time: formats.moment(due.remindedAt) })}`}
          </p>
        </div>
        <p className="tabular text-right text-18 font-semibold max-sm:order-first">
          {money(due.rest)}
        </p>
        {due.overdue && <Badge tone="danger">{t("dues.overdue")}</Badge>}
      </div>
      {remind.isError && <Refusal reader="staff" error={remind.error} />}
      <div className="flex flex-wrap gap-2">
        <Button size="s" onClick={() => setOpen("link")}>
          {t("staffBooking.payLink")}
        </Button>
        <Button
          size="s"
          busy={remind.isPending}
          disabled={!due.canRemind}
          onClick={() => remind.mutate()}
        >
          {t("dues.remind")}
        </Button>
        <Button size="s" onClick={() => setOpen("paid")}>
          {t("dues.markPaid")}
        </Button>
        {!due.canRemind && <p className="self-center text-13 text-ink-soft">{t("dues.noMail")}</p>}
      </div>
      {open === "link" && (
        <PayLinkDialog
          at={`/staff/bookings/${due.bookingId}/pay-link`}
          number={due.number}
          onMade={() => void renew(["staff", "bookings"], ["staff", "dues"])}
          onClose={close}
        />
      )}
      {open === "paid" && <PaidDialog due={due} onClose={close} />}
    </li>
  );
}

/** The client paid at the studio, or in some other way: how, stands in the log. */
function PaidDialog({ due, onClose }: { due: RestShown; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const [reason, setReason] = useState("");
  const paid = useRestPaid(due.bookingId, onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("dues.paidOf", { rest: formats.price(due.rest, due.currency), number: due.number })}
    >
      <Form
        reader="staff"
        sending={paid}
        onSubmit={() => reason.trim() && paid.mutate(reason.trim())}
        end={
          <div className="flex flex-wrap justify-end gap-2">
            <Button looks onClick={onClose}>
              {t("form.close")}
            </Button>
            <Button type="submit" kind="primary" busy={paid.isPending}>
              {t("dues.markPaid")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <Field
            label={t("dues.how")}
            value={reason}
            maxLength={500}
            hint={t("staffBooking.changeWhy")}
            error={tried && !reason.trim() ? t("dues.howMissing") : null}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Form>
    </Dialog>
  );
}
