import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Check, Select } from "../../design/Field";
import { linesOf } from "../../rooms/orders/ChooseUnits";
import { ActDialog } from "../desk/ActDialog";
import { EndToo } from "../repeats/EndToo";
import { repeatQuery } from "../repeats/queries";
import { type Action, ASKED } from "./actions";
import { useWay } from "./OrderTable";
import { RefundUnits } from "./RefundUnits";
import { isHandedBack, refundOf } from "./refund";
import { PaidElsewhere } from "./StaffEdits";

/** As much of an order as its actions need. */
type ActedOn = Pick<StaffOrderAnswer["order"], "id" | "number" | "currency" | "staff"> &
  Partial<
    Pick<
      StaffOrderAnswer["order"],
      "items" | "paidForDelivery" | "codes" | "files" | "version" | "repeatId"
    >
  >;

interface Props {
  order: ActedOn;
  payments?: StaffOrderAnswer["payments"];
  action: Action;
  onClose: () => void;
}

/** Asks what an action needs, says what it does, and does it once. */
export function ActionDialog({ order, payments = [], action, onClose }: Props) {
  const { t, formats, locale } = useLanguage();
  const asked = ASKED[action];
  const digits = formats.digits(order.currency);
  const most = order.staff?.refundable ?? 0;
  const shown = { most: formats.price(most, order.currency) };
  // Until an amount is typed it is all that is left, also when that becomes less meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? amountText(most, digits);
  const [units, setUnits] = useState<number[]>([]);
  const ofUnits = units.some((each) => each > 0);
  const { items = [], paidForDelivery = 0 } = order;
  const amount = ofUnits
    ? refundOf({ items, paidForDelivery }, units)
    : (parseAmount(text, digits) ?? 0);
  const waiting = waitingFor(action, payments);
  const [chosen, setChosen] = useState(waiting[0]?.id);
  const of = waiting.find((each) => each.id === chosen);
  const bad = asked.amount && (ofUnits ? amount > most : amount < 1 || amount > most);
  const lines = linesOf(units);
  const unsent = lines.every(({ line, quantity }) => quantity <= (items[line]?.cancellable ?? 0));
  const [onSale, setOnSale] = useState(true);
  const [takeBack, setTakeBack] = useState(false);
  const digital = [...(order.codes ?? []), ...(order.files ?? [])];
  const given = !ofUnits && digital.some(({ status }) => status !== "void");
  const byHand = (action === "refund" || action === "cancel") && isHandedBack(payments);
  const ends = action === "refund" || action === "cancel";
  const repeat = useQuery({
    ...repeatQuery(order.repeatId ?? "", locale),
    enabled: ends && Boolean(order.repeatId),
    retry: false,
  }).data;
  // Who cancels it whole wants no more of it, as a rule; who gives back a part may mean that alone.
  const [endRepeat, setEndRepeat] = useState(action === "cancel");
  const endToo = repeat && repeat.status !== "ended" && (
    <EndToo one={repeat} ends={endRepeat} onChange={setEndRepeat} />
  );
  const puts = ofUnits && unsent && onSale;
  return (
    <ActDialog
      title={t(`staffOrder.do.${action}`)}
      text={[t(`staffOrder.means.${action}`), byHand && t("staffOrder.handBack")]
        .filter(Boolean)
        .join(" ")}
      act={t(`staffOrder.do.${action}`)}
      grave={asked.grave}
      reason={asked.reason ? { hint: t("staff.reasonOurs") } : undefined}
      sound={!bad}
      send={(key, reason) => {
        const said = {
          ...(asked.reason && { reason }),
          ...(asked.amount && (ofUnits ? { lines } : { amount, takeBack: given && takeBack })),
          ...of?.asked,
          ...(endToo && { endRepeat }),
        };
        return insist(`/staff/orders/${order.id}/${puts ? "cancel-units" : asked.path}`, said, key);
      }}
      onDone={() => renew(["staff"], ["orders"])}
      told={() => t(`staffOrder.did.${action}`, { number: order.number })}
      onClose={onClose}
      beside={
        <Button looks onClick={onClose}>
          {t("form.back")}
        </Button>
      }
    >
      {asked.amount
        ? (tried) => (
            <>
              <RefundUnits
                items={items}
                units={units}
                onChange={setUnits}
                onSale={ofUnits && unsent ? onSale : null}
                onSaleChange={setOnSale}
              />
              {ofUnits && order.version !== undefined && (
                <PaidElsewhere orderId={order.id} version={order.version} />
              )}
              {given && (
                <div>
                  <Check
                    label={t("staffOrder.takeBack")}
                    checked={takeBack}
                    onChange={({ target }) => setTakeBack(target.checked)}
                  />
                  <p className="text-13 text-ink-soft">{t("staffOrder.takeBackHint")}</p>
                </div>
              )}
              <AmountField
                data-first
                currency={order.currency}
                label={t("wallet.amount")}
                value={ofUnits ? amountText(amount, digits) : text}
                readOnly={ofUnits}
                onChange={(event) => setTyped(event.target.value)}
                error={tried && bad ? t("staffOrder.amountBad", shown) : null}
                hint={t("staffOrder.atMost", shown)}
              />
              {endToo}
            </>
          )
        : waiting.length > 0
          ? () => <OfPayment waiting={waiting} value={chosen} onChoose={setChosen} />
          : endToo
            ? () => endToo
            : undefined}
    </ActDialog>
  );
}

interface Waiting {
  id: string;
  amount: number;
  currency: string;
  provider: string;
  /** When it came to be owed, where there may be several alike. */
  since?: string;
  asked: { paymentId: string } | { refundId: string };
}

/** The refunds that wait for this: all that is left of payments, and parts owed in cash. */
function waitingFor(action: Action, payments: StaffOrderAnswer["payments"]): Waiting[] {
  if (action !== "retryRefund" && action !== "markRefunded") return [];
  const whole = payments
    .filter(
      ({ status, provider }) =>
        status === "refund-failed" ||
        (action === "markRefunded" && provider === "manual" && status === "refunding"),
    )
    .map(({ id, amount, goingBack, currency, provider }) => ({
      id,
      amount: goingBack ?? amount,
      currency,
      provider,
      asked: { paymentId: id },
    }));
  if (action === "retryRefund") return whole;
  const parts = payments.flatMap(({ owed = [], currency, provider }) =>
    owed.map(({ refundId, amount, since }) => ({
      id: refundId,
      amount,
      since,
      currency,
      provider,
      asked: { refundId },
    })),
  );
  return [...whole, ...parts];
}

function OfPayment(props: {
  waiting: Waiting[];
  value: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { waiting, value, onChoose } = props;
  const { t, formats } = useLanguage();
  const way = useWay();
  const [only] = waiting;
  const said = ({ amount, currency, provider, since }: Waiting) =>
    `${formats.price(amount, currency)} · ${since ? formats.moment(since) : way(provider)}`;
  if (only && waiting.length === 1) return <p className="tabular font-medium">{said(only)}</p>;
  return (
    <Select
      data-first
      label={t(waiting.some(({ since }) => since) ? "staffOrder.ofRefund" : "staffOrder.ofPayment")}
      value={value}
      items={waiting.map(({ id }) => id)}
      nameOf={(id) => {
        const one = waiting.find((each) => each.id === id);
        return one ? said(one) : id;
      }}
      onChoose={(id) => id && onChoose(id)}
    />
  );
}
