import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { WalletAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { currenciesOf } from "./currencies";
import { learnWallet } from "./queries";

/** Choose a currency, points first, and have a wallet in it. */
export function OpenWallet({ opened }: { opened: string[] }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const shop = useQuery(configQuery).data?.currency;
  const choices = currenciesOf(shop).filter((currency) => !opened.includes(currency));
  const [chosen, setChosen] = useState<string>();
  const currency = chosen && choices.includes(chosen) ? chosen : choices[0];
  const ask = (key: string, asked: string) =>
    insist<WalletAnswer>("/wallets", { currency: asked }, key);
  const open = useIntent(ask, {
    onSuccess: async ({ wallet }) => {
      learnWallet(wallet);
      await renew(["wallets"]);
      await navigate({ to: "/wallet/$walletId", params: { walletId: wallet.id } });
    },
  });
  if (!currency) return <p className="text-ink-soft">{t("wallet.allOpened")}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate(currency);
  };
  return (
    <form className="space-y-4" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label={t("wallet.currency")}
          value={currency}
          items={choices}
          nameOf={(each) => formats.currencyName(each)}
          onChoose={(each) => {
            setChosen(each);
            open.another();
          }}
          className="w-full sm:w-72"
        />
        <Button
          kind="primary"
          type="submit"
          className="min-h-11! w-full sm:w-auto"
          busy={open.isPending}
        >
          {t("wallet.open")}
        </Button>
      </div>
      {open.isError && <Refusal error={open.error} />}
    </form>
  );
}
