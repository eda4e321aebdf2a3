import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { WalletBody } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useKept } from "../../base/kept";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Form } from "../../design/Form";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { learnWallet, useLiveWallet } from "./queries";
import { DEMO_WAYS, topUp, type Way } from "./topUp";

interface Props {
  wallet: WalletBody;
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
  const amount = parseAmount(text, digits);

  const adding = useIntent(topUp, {
    onSuccess: ({ wallet, status }, { amount }) => {
      learnWallet(wallet);
      setText("");
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
  const submit = () => {
    if (!amount) return;
    const atOnce = config?.demo && way === "atOnce";
    const scenario = config?.demo && way !== "atOnce" ? way : undefined;
    adding.mutate({ walletId: id, amount, provider: atOnce ? undefined : provider, scenario });
  };
  const declined = adding.isError && asProblem(adding.error).code === "payment-failed";
  return (
    <Form
      sending={adding}
      onChange={adding.another}
      onSubmit={submit}
      refusal={
        declined ? (
          <Notice urgent tone="danger" testId="declined" title={t("checkout.declined")}>
            <p>{t("wallet.declinedText")}</p>
          </Notice>
        ) : undefined
      }
      end={
        <>
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
        </>
      }
    >
      {(tried) => (
        <>
          <AmountField
            label={t("wallet.amount")}
            currency={currency}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={tried && !amount ? t("form.amountBad") : null}
          />
          {config?.demo && (
            <Choice
              legend={t("wallet.way.legend")}
              value={way}
              onChange={(value) => setWay(value as Way)}
              items={DEMO_WAYS.map((value) => ({ value, label: t(`wallet.way.${value}`) }))}
            />
          )}
        </>
      )}
    </Form>
  );
}
