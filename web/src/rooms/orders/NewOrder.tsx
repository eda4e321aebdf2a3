import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { OrderShown, WalletBody } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Notice } from "../../design/Notice";
import { useWallets } from "../wallets/queries";
import { TopUpLink, usePointsWords } from "../wallets/WalletPay";

/** An order for something that is no goods of the shop: an amount, and what it is for. */
export function NewOrder() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const wallets = useWallets().data;
  const close = () => setOpen(false);
  return (
    <>
      <Button icon="plus" onClick={() => setOpen(true)}>
        {t("order.new.open")}
      </Button>
      <Dialog open={open} onClose={close} title={t("order.new.open")} text={t("order.new.text")}>
        {wallets && wallets.length > 0 ? (
          <OrderForm wallets={wallets} />
        ) : (
          <Notice
            silent
            title={t("order.new.noWallet")}
            actions={
              <ButtonLink kind="primary" to="/wallet">
                {t("wallet.open")}
              </ButtonLink>
            }
          />
        )}
      </Dialog>
    </>
  );
}

interface Asked {
  amount: number;
  currency: string;
  description: string;
}

function order(key: string, asked: Asked): Promise<{ order: OrderShown }> {
  return insist<{ order: OrderShown }>("/orders", { ...asked, paymentMethod: "wallet" }, key);
}

function OrderForm({ wallets }: { wallets: WalletBody[] }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const [currency, setCurrency] = useState(wallets[0]?.currency ?? "");
  const [text, setText] = useState("");
  const [description, setDescription] = useState("");
  const said = description.trim();
  const amount = parseAmount(text, formats.digits(currency));
  const placing = useIntent(order, {
    onSuccess: async ({ order }) => {
      await renew(["orders"]);
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id } });
    },
  });
  const pointsWords = usePointsWords();
  const points = placing.isError ? asProblem(placing.error).body.points : undefined;
  return (
    <Form
      sending={placing}
      onChange={() => {
        placing.another();
        placing.reset();
      }}
      onSubmit={() => amount && said && placing.mutate({ amount, currency, description: said })}
      refusal={
        points && (
          <Notice
            urgent
            tone="held"
            title={pointsWords(points)}
            actions={
              points.walletId && <TopUpLink walletId={points.walletId} missing={points.missing} />
            }
          />
        )
      }
      end={
        <Button kind="primary" size="l" wide type="submit" busy={placing.isPending}>
          {amount
            ? t("checkout.wallet.pay", { price: formats.price(amount, currency) })
            : t("order.new.open")}
        </Button>
      }
    >
      {(tried) => (
        <>
          {wallets.length > 1 && (
            <Select
              label={t("wallet.currency")}
              value={currency}
              items={wallets.map((wallet) => wallet.currency)}
              nameOf={(each) => formats.currencyName(each)}
              onChoose={(each = "") => setCurrency(each)}
            />
          )}
          <AmountField
            data-first
            label={t("wallet.amount")}
            currency={currency}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={tried && !amount ? t("form.amountBad") : null}
          />
          <Field
            label={t("order.new.description")}
            value={description}
            maxLength={500}
            onChange={(event) => setDescription(event.target.value)}
            error={tried && !said ? t("order.new.descriptionMissing") : null}
          />
        </>
      )}
    </Form>
  );
}
