import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { Wallet } from "../../base/api/types";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useKept } from "../../base/kept";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { learnWallet, useLiveWallet } from "./queries";
import { DEMO_WAYS, topUp, type Way } from "./topUp";

interface Props {
  wallet: Wallet;
  /** What a purchase lacks, in minor units. */
  suggested?: number;
}

/** Adds to a wallet: in a demo at once if one likes, otherwise by a payment. */
export function TopUp({ wallet, suggested }: Props) {
  const { id, currency, version } = useLiveWallet(wallet);
  const { t, formats } = useLanguage();
  const config = useQuery(configQuery).data;
  const provider = config?.providers.find(({ kind }) => kind !== "manual")?.name;
  const digits = formats.digits(currency);
  const [way, setWay] = useKept<Way>("holdfast.topUp", "atOnce");
  const [text, setText] = useState(suggested ? amountText(suggested, digits) : "");
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const amount = parseAmount(text, digits);
  const bad = !amount;

  const adding = useIntent(topUp, {
    onSuccess: ({ wallet, status }, { amount }) => {
      learnWallet(wallet);
      setText("");
      setTried(false);
      if (status === "done")
        toast({ title: t("wallet.toppedUp", { price: formats.price(amount, currency) }) });
    },
  });
  if (config && !config.demo && !provider) {
    return (
      <Notice silent title={t("checkout.noProvider")}>
        <p>{t("wallet.noProviderHint")}</p>
      </Notice>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (bad) box.current?.focus();
    else if (!adding.isPending) {
      const atOnce = config?.demo && way === "atOnce";
      const scenario = config?.demo && way !== "atOnce" ? way : undefined;
      adding.mutate({
        walletId: id,
        amount,
        provider: atOnce ? undefined : provider,
        scenario,
      });
    }
  };
  return (
    <form noValidate className="space-y-4" onSubmit={submit}>
      <AmountField
        ref={box}
        label={t("wallet.amount")}
        currency={currency}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          adding.another();
        }}
        error={tried && bad ? t("form.amountBad") : null}
      />
      {config?.demo && (
        <Choice
          legend={t("wallet.way.legend")}
          value={way}
          onChange={(value) => {
            setWay(value as Way);
            adding.another();
          }}
          items={DEMO_WAYS.map((value) => ({ value, label: t(`wallet.way.${value}`) }))}
        />
      )}
      {adding.isError &&
        (asProblem(adding.error).code === "payment-failed" ? (
          <Notice urgent tone="danger" testId="declined" title={t("checkout.declined")}>
            <p>{t("wallet.declinedText")}</p>
          </Notice>
        ) : (
          <Refusal error={adding.error} />
        ))}
      {adding.data?.status === "pending" && adding.data.wallet.version === version && (
        <Notice tone="held" testId="top-up-pending" title={t("checkout.pendingTitle")}>
          <p>{t("wallet.pendingText")}</p>
        </Notice>
      )}
      <Button kind="primary" size="l" wide type="submit" busy={adding.isPending}>
        {amount
          ? t("wallet.add", {
              price: formats.price(Math.min(amount, Number.MAX_SAFE_INTEGER), currency),
            })
          : t("wallet.topUp")}
      </Button>
    </form>
  );
}
