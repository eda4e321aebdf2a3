import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { BookingShown, RestAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";

export type Pay = "deposit" | "all";

interface Props {
  price: number;
  deposit: number;
  currency: string;
  pay: Pay;
  onChange: (pay: Pay) => void;
}

/** Where a deposit is asked for: that, or all at once. */
export function PayFirst({ price, deposit, currency, pay, onChange }: Props) {
  const { t, formats } = useLanguage();
  const say = (amount: number) => formats.price(amount, currency);
  return (
    <Choice
      legend={t("book.payFirst")}
      look="rows"
      value={pay}
      items={[
        {
          value: "deposit",
          label: t("book.payDeposit", { price: say(deposit) }),
          hint: t("book.payDepositHint", { price: say(price - deposit) }),
        },
        {
          value: "all",
          label: t("book.payAll", { price: say(price) }),
          hint: t("book.payAllHint"),
        },
      ]}
      onChange={(value) => onChange(value === "all" ? "all" : "deposit")}
    />
  );
}

/** A change of mind, while it waits for its money. */
export function PayOtherwise({ booking }: { booking: BookingShown }) {
  const { t, formats } = useLanguage();
  const { id, price, deposit, dueNow, currency } = booking;
  const choose = useIntent(
    (key, pay: Pay) => insist<RestAnswer>(`/bookings/${id}/pay-first`, { pay }, key),
    { onSettled: () => renew(["bookings"], ["orders"], ["order-link"]) },
  );
  if (booking.status !== "held" || deposit === null) return null;
  const whole = dueNow === price;
  return (
    <div className="space-y-2">
      {choose.isError && <Refusal error={choose.error} />}
      <Button
        size="s"
        kind="plain"
        className="-ml-3"
        busy={choose.isPending}
        onClick={() => choose.mutate(whole ? "deposit" : "all")}
      >
        {whole
          ? t("bookings.payDeposit", { price: formats.price(deposit, currency) })
          : t("bookings.payAll", { price: formats.price(price, currency) })}
      </Button>
    </div>
  );
}
