import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PayoutAccountBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { toast } from "../../design/Toasts";
import { payoutAccountQuery, putPayoutAccount, renewPayoutAccount } from "./queries";

/** Names are the same in every language. */
const NAMES: Record<string, string> = { stripe: "Stripe" };

interface Props {
  /** Of whom: `ownPlace` or `staffPlace`. */
  place: string;
  reader?: "staff";
}

/** Where payouts are sent, in shops with a provider that sends money to others. */
export function PayoutAccount({ place, reader }: Props) {
  const { t } = useLanguage();
  const found = useQuery(payoutAccountQuery(place)).data;
  const [open, setOpen] = useState(false);
  if (!found?.providers.length) return null;
  const { provider, account } = found;
  return (
    <Panel
      title={t("seller.account")}
      actions={<Button onClick={() => setOpen(true)}>{t("seller.accountChange")}</Button>}
    >
      <p className="wrap-anywhere" data-testid="payout-account">
        {provider
          ? t("seller.accountBy", { provider: NAMES[provider] ?? provider, account })
          : t("seller.accountNone")}
      </p>
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
  const [account, setAccount] = useState(found.account ?? "");
  const provider = found.provider ?? found.providers[0] ?? "";
  const name = NAMES[provider] ?? provider;
  const typed = account.trim();
  const saving = useIntent(
    () =>
      putPayoutAccount(
        place,
        typed ? { provider, account: typed } : { provider: null, account: null },
      ),
    {
      onSuccess: async () => {
        await renewPayoutAccount();
        toast({ title: t("seller.accountSaved") });
        onClose();
      },
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("seller.account")}
      text={t(reader ? "seller.accountTextOfStaff" : "seller.accountText", { provider: name })}
    >
      <Form
        reader={reader}
        sending={saving}
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
        <Field
          data-first
          label={t("seller.accountId", { provider: name })}
          hint={t("seller.accountHint")}
          maxLength={100}
          value={account}
          onChange={({ target }) => setAccount(target.value)}
        />
      </Form>
    </Dialog>
  );
}
