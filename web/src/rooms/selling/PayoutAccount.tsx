import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { saidOf } from "../../base/api/problem";
import type { PayoutAccountBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field, Select, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { toast } from "../../design/Toasts";
import { payoutAccountQuery, putPayoutAccount, renewPayoutAccount } from "./queries";

/** In place of a provider: staff send it by hand. */
const BANK = "bank";
/** Names are the same in every language. */
const NAMES: Record<string, string> = { stripe: "Stripe" };

interface Props {
  /** Of whom: `ownPlace` or `staffPlace`. */
  place: string;
  reader?: "staff";
}

/** Where payouts are sent: to an account at a bank, or at a provider that sends money to others. */
export function PayoutAccount({ place, reader }: Props) {
  const { t } = useLanguage();
  const found = useQuery(payoutAccountQuery(place)).data;
  const [open, setOpen] = useState(false);
  if (!found) return null;
  const { provider, account, setAt } = found;
  return (
    <Panel
      title={t("seller.account")}
      actions={
        <Button onClick={() => setOpen(true)}>
          {t(provider ? "form.change" : "seller.accountEnter")}
        </Button>
      }
    >
      <div className="space-y-1 wrap-anywhere" data-testid="payout-account">
        {provider === BANK && (
          <>
            <p className="text-13 text-ink-soft">{t("seller.accountByBank")}</p>
            <p className="whitespace-pre-line">{account}</p>
          </>
        )}
        {provider && provider !== BANK && (
          <p>{t("seller.accountBy", { provider: NAMES[provider] ?? provider, account })}</p>
        )}
        {!provider && <p>{t(reader ? "seller.accountNoneOfStaff" : "seller.accountNone")}</p>}
        {setAt && (
          <p className="text-13 text-ink-soft">
            {t("seller.accountSince")} <Moment at={setAt} />
          </p>
        )}
      </div>
      {open && (
        <AccountDialog place={place} found={found} reader={reader} onClose={() => setOpen(false)} />
      )}
    </Panel>
  );
}

interface DialogProps extends Props {
  found: PayoutAccountBody;
  onClose: () => void;
}

function AccountDialog({ place, found, reader, onClose }: DialogProps) {
  const { t } = useLanguage();
  const [way, setWay] = useState(found.provider ?? BANK);
  const [account, setAccount] = useState(found.account ?? "");
  const name = NAMES[way] ?? way;
  const typed = account.trim();
  const ways = [
    ...new Set([BANK, ...found.providers, ...(found.provider ? [found.provider] : [])]),
  ];
  const saving = useIntent(
    () =>
      putPayoutAccount(
        place,
        typed ? { provider: way, account: typed } : { provider: null, account: null },
      ),
    {
      onSuccess: async () => {
        await renewPayoutAccount();
        toast({ title: t("seller.accountSaved") });
        onClose();
      },
    },
  );
  const said = saidOf(saving.error, "account");
  const change = (next: string) => {
    setAccount(next);
    saving.another();
  };
  const text = reader ? "seller.accountTextOfStaff" : "seller.accountText";
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("seller.account")}
      text={way === BANK ? t("seller.accountBankText") : t(text, { provider: name })}
    >
      <Form
        reader={reader}
        sending={saving}
        refusal={said ? null : undefined}
        onChange={saving.another}
        onSubmit={() => saving.mutate()}
        end={
          <div className="flex justify-end pt-2">
            <Button kind="primary" type="submit" busy={saving.isPending}>
              {t("form.save")}
            </Button>
          </div>
        }
      >
        {ways.length > 1 && (
          <Select
            label={t("seller.accountWay")}
            items={ways}
            nameOf={(one) => (one === BANK ? t("seller.accountBank") : (NAMES[one] ?? one))}
            value={way}
            onChoose={(one) => {
              setWay(one ?? BANK);
              change(one === found.provider ? (found.account ?? "") : "");
            }}
          />
        )}
        {way === BANK ? (
          <TextArea
            data-first
            label={t("seller.accountDetails")}
            hint={t("seller.accountDetailsHint")}
            rows={4}
            maxLength={500}
            error={said}
            value={account}
            onChange={({ target }) => change(target.value)}
          />
        ) : (
          <Field
            data-first
            label={t("seller.accountId", { provider: name })}
            hint={t("seller.accountHint")}
            maxLength={100}
            error={said}
            value={account}
            onChange={({ target }) => change(target.value)}
          />
        )}
      </Form>
    </Dialog>
  );
}
