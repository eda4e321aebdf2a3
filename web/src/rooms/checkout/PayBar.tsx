import { useEffect, useRef } from "react";
import type { OrderShown } from "../../base/api/schema";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { OfflineNote } from "../../design/OfflineNote";
import { endOf } from "../cart/hold";
import { Agreed } from "../policies/Agreed";
import { type HowPaid, wordsOfButton } from "./howPaid";
import { NotPaid } from "./NotPaid";
import type { Press } from "./press";
import { useWalletOf } from "./WalletPanel";

/** The form that the pay button sends, wherever it stands. */
export const PAY_FORM = "pay";

interface Props {
  order: OrderShown;
  how: HowPaid;
  pressing: Press;
}

/** What it costs to press, what came of it, and the way out. On a phone it stays at the bottom. */
export function PayBar({ order, how, pressing }: Props) {
  const { t, formats, locale } = useLanguage();
  const { payment, cancel, busy, pricing, before } = pressing;
  const wallet = useWalletOf(order);
  const left = Math.max(0, (endOf(order) - useServerNow()) / 1000);
  const price = (amount: number) => formats.price(amount, order.currency);
  const button = useRef<HTMLButtonElement>(null);
  const told = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (payment.isError || before !== null) told.current?.scrollIntoView({ block: "nearest" });
  }, [payment.isError, before]);
  const label = how.wallet
    ? wallet && t("checkout.wallet.pay", { price: price(how.due) })
    : how.provider && t(wordsOfButton(how), { price: price(how.rest) });
  return (
    <>
      <div ref={told} className="scroll-mb-28 space-y-3 empty:hidden">
        {before !== null && (
          <Notice urgent tone="held" title={t("price.changed")} testId="total-changed">
            <p>{t("checkout.totalChanged", { before: price(before), now: price(how.due) })}</p>
          </Notice>
        )}
        <NotPaid
          order={order}
          error={payment.error}
          how={how}
          onOther={(way) => {
            payment.reset();
            how.choose(way);
            button.current?.focus();
          }}
        />
        {cancel.isError && <Refusal error={cancel.error} onRetry={() => cancel.mutate()} />}
      </div>
      {label && <Agreed />}
      {label && (
        <div
          data-paybar
          className="sticky bottom-0 z-20 -mx-4 border-t border-line bg-paper px-4 py-3 md:static md:mx-0 md:border-0 md:bg-transparent md:p-0"
        >
          <div className="pb-2 text-center has-[p:empty]:hidden">
            <OfflineNote />
          </div>
          <Button
            ref={button}
            type="submit"
            form={PAY_FORM}
            kind="primary"
            size="l"
            wide
            busy={busy}
            disabled={pricing}
            online
            className="whitespace-normal!"
          >
            {busy ? t("order.underWay") : label}
          </Button>
          <p
            aria-hidden="true"
            className="tabular mt-1 text-center text-13 text-ink-soft md:hidden"
          >
            {t("checkout.leftFor", { time: leftText(left, locale) })}
          </p>
        </div>
      )}
      <Button
        kind="plain"
        wide
        busy={cancel.isPending}
        disabled={busy}
        onClick={() => cancel.mutate()}
      >
        {t(order.bookingId ? "checkout.cancelBooking" : "checkout.cancel")}
      </Button>
    </>
  );
}
