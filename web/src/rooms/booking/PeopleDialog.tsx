import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { BookingShown, PeopleComeTo } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Stepper } from "../../design/Stepper";
import { toast } from "../../design/Toasts";
import { useMove, useServices } from "./queries";

/** Of how many a booking may be, where that can be said: 1, if nothing is to be changed. */
export function useMostPeople({ serviceId, status }: BookingShown): number {
  const service = useServices().data?.services.find(({ id }) => id === serviceId);
  return status === "held" || status === "confirmed" ? (service?.people ?? 1) : 1;
}

interface Props {
  booking: BookingShown;
  most: number;
  /** Its client, who pays what it costs more before; of staff's changes that is due. */
  own: boolean;
  /** To where the difference is paid. */
  onPay: (at: { orderId: string; payPath?: string | null | undefined }) => void;
  onClose: () => void;
}

/** How many come is another number: what that costs is shown before. */
export function PeopleDialog({ booking, most, own, onPay, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [people, setPeople] = useState(booking.people);
  const same = people === booking.people;
  const query = { people };
  const comes = useQuery({
    ...answerQuery<PeopleComeTo>(
      ["bookings", booking.id, "people", people],
      `/bookings/${booking.id}/people`,
      query,
    ),
    enabled: !same,
    staleTime: 0,
  });
  const move = useMove(({ orderId, payPath }) => {
    onClose();
    if (orderId) onPay({ orderId, payPath });
    else toast({ title: t("howMany.changed", { count: people }) });
  });
  const data = same ? undefined : comes.data;
  const price = (amount: number) => formats.price(amount, booking.currency);
  const dearer = data && data.price > booking.price;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("howMany.title", { number: booking.number })}
      text={t("howMany.text")}
    >
      <div className="space-y-4">
        <Stepper
          label={t("book.people")}
          value={people}
          most={Math.max(most, booking.people)}
          onChange={(count) => {
            move.reset();
            setPeople(count);
          }}
        />
        <p className="tabular min-h-6" aria-live="polite" data-testid="people-price">
          {data && (
            <>
              <span className="font-semibold">{price(data.price)}</span>{" "}
              {data.more > 0
                ? t("howMany.more", { price: price(data.more) })
                : data.back > 0
                  ? t("howMany.back", { price: price(data.back) })
                  : dearer
                    ? t("howMany.due", { price: price(data.price - booking.price) })
                    : t("howMany.same")}
            </>
          )}
        </p>
        {comes.isError && !same && (
          <Refusal reader={own ? undefined : "staff"} error={comes.error} />
        )}
        {move.isError && <Refusal reader={own ? undefined : "staff"} error={move.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("form.keep")}</Button>
          <Button
            kind="primary"
            online
            disabled={!data}
            busy={move.isPending}
            onClick={() =>
              data &&
              move.mutate({
                id: booking.id,
                start: booking.start,
                people,
                moveFee: 0,
                ...(data.more > 0 && { payDifference: true }),
              })
            }
          >
            {data && data.more > 0
              ? t("book.payDifference", { price: price(data.more) })
              : t("howMany.change")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
