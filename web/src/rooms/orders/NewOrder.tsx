import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { Order, Wallet } from "../../base/api/types";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { useWallets } from "../wallets/queries";
import { TopUpLink } from "../wallets/WalletPay";

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
          <Form wallets={wallets} />
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

function order(key: string, asked: Asked): Promise<{ order: Order }> {
  return insist<{ order: Order }>("/orders", { ...asked, paymentMethod: "wallet" }, key);
}

function Form({ wallets }: { wallets: Wallet[] }) {
  const { t, formats } = useLanguage();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [currency, setCurrency] = useState(wallets[0]?.currency ?? "");
  const [text, setText] = useState("");
  const [description, setDescription] = useState("");
  const [tried, setTried] = useState(false);
  const amountBox = useRef<HTMLInputElement>(null);
  const descriptionBox = useRef<HTMLInputElement>(null);
  const amount = parseAmount(text, formats.digits(currency));
  const placing = useIntent(order, {
    onSuccess: async ({ order }) => {
      await client.invalidateQueries({ queryKey: ["orders"] });
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id } });
    },
  });
  const changed = () => {
    placing.another();
    placing.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!amount) amountBox.current?.focus();
    else if (!description.trim()) descriptionBox.current?.focus();
    else if (!placing.isPending)
      placing.mutate({ amount, currency, description: description.trim() });
  };
  const points = placing.isError ? asProblem(placing.error).body.points : undefined;
  return (
    <form noValidate className="space-y-4" onSubmit={submit}>
      {wallets.length > 1 && (
        <Select
          label={t("wallet.currency")}
          value={currency}
          onChange={(event) => {
            setCurrency(event.target.value);
            changed();
          }}
        >
          {wallets.map((wallet) => (
            <option key={wallet.id} value={wallet.currency}>
              {formats.currencyName(wallet.currency)}
            </option>
          ))}
        </Select>
      )}
      <AmountField
        ref={amountBox}
        data-first
        label={t("wallet.amount")}
        currency={currency}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          changed();
        }}
        error={tried && !amount ? t("form.amountBad") : null}
      />
      <Field
        ref={descriptionBox}
        label={t("order.new.description")}
        value={description}
        maxLength={500}
        onChange={(event) => {
          setDescription(event.target.value);
          changed();
        }}
        error={tried && !description.trim() ? t("order.new.descriptionMissing") : null}
      />
      {points ? (
        <Notice
          urgent
          tone="held"
          title={t("checkout.cannotBuy.points", {
            missing: formats.price(points.missing, points.currency),
            wanted: formats.price(points.wanted, points.currency),
            available: formats.price(points.available, points.currency),
          })}
          actions={
            points.walletId && <TopUpLink walletId={points.walletId} missing={points.missing} />
          }
        />
      ) : (
        placing.isError && <Refusal error={placing.error} />
      )}
      <Button kind="primary" size="l" wide type="submit" busy={placing.isPending}>
        {amount
          ? t("checkout.wallet.pay", { price: formats.price(amount, currency) })
          : t("order.new.open")}
      </Button>
    </form>
  );
}
