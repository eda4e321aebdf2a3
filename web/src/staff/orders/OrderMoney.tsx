import { Fragment, type ReactNode } from "react";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Panel } from "../../design/Heading";
import { Price } from "../../design/Price";
import { PriceParts } from "../../design/PriceParts";
import { useWay } from "./OrderTable";

/** What something of an order is called, and what it is. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-4">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="tabular min-w-0 text-right wrap-anywhere">{children}</dd>
    </div>
  );
}

/** What an order comes to, what was paid of it, and what went back. */
export function OrderMoney({ seen: { order, payments } }: { seen: StaffOrderAnswer }) {
  const { t } = useLanguage();
  const way = useWay();
  const money = (amount: number) => <Price amount={amount} currency={order.currency} />;
  return (
    <Panel title={t("staff.column.payment")}>
      {order.parts.length > 0 && (
        <PriceParts
          parts={order.parts}
          currency={order.currency}
          className="mb-3 border-b border-line pb-3"
        />
      )}
      <dl className="space-y-1">
        {order.parts.length === 0 && order.discount > 0 && (
          <Line label={t("order.discount")}>{money(-order.discount)}</Line>
        )}
        <Line label={t("staff.column.total")}>{money(order.total)}</Line>
        {payments.map((one) => (
          <Fragment key={one.id}>
            <Line label={way(one.provider)}>
              {t(`staffOrder.payments.${one.status}`)}
              {one.amount !== order.total && <> · {money(one.amount)}</>}
            </Line>
            {one.owed?.map(({ refundId, amount }) => (
              <Line key={refundId} label={t("staffOrder.toHandBack")}>
                {money(amount)}
              </Line>
            ))}
            <RefundsThere payment={one} />
            <ReceiptOf payment={one} />
          </Fragment>
        ))}
        {payments.length === 0 && (
          <Line label={t("staff.column.payment")}>{t("staffOrder.noTries")}</Line>
        )}
        {order.due != null && <Line label={t("orderPage.due")}>{money(order.due)}</Line>}
        {Boolean(order.refunded) && (
          <Line label={t("staffOrder.refunded")}>{money(order.refunded ?? 0)}</Line>
        )}
        {Boolean(order.staff?.refundable) && Boolean(order.refunded) && (
          <Line label={t("staffOrder.refundable")}>{money(order.staff?.refundable ?? 0)}</Line>
        )}
      </dl>
    </Panel>
  );
}

/** What somebody gave back of it on the provider's own pages. */
function RefundsThere({ payment }: { payment: StaffOrderAnswer["payments"][number] }) {
  const { t, formats } = useLanguage();
  return payment.refundedThere?.map(({ reference, amount, currency, status, over }) => (
    <Line key={reference} label={t("staffOrder.there")}>
      <Price amount={amount} currency={currency} />
      {status === "failed" && <> · {t("staffOrder.thereFailed")}</>}
      {over > 0 && (
        <span className="text-danger">
          {" "}
          · {t("staffOrder.thereOver", { amount: formats.price(over, currency) })}
        </span>
      )}
    </Line>
  ));
}

/** What became of its receipts at the tax service, once there is money to tell of. */
function ReceiptOf({ payment }: { payment: StaffOrderAnswer["payments"][number] }) {
  const { t } = useLanguage();
  const idle = ["pending", "authorized", "failed"].includes(payment.status);
  if (payment.receipt == null || idle) return null;
  return (
    <Line label={t("staffOrder.receipt")}>
      <span className={classes(payment.receipt === "canceled" && "text-danger")}>
        {t(`staffOrder.receipt.${payment.receipt}`)}
      </span>
    </Line>
  );
}
