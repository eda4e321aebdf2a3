import { useState } from "react";
import type { GrantShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { useTransfer } from "./queries";

/** Moves hours to another person, in part or all of them. */
export function GiveOn({ grant }: { grant: GrantShown }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [minutes, setMinutes] = useState("60");
  const giving = useTransfer(grant.id);
  const opener = (
    <Button size="s" aria-expanded={open} onClick={() => setOpen(!open)}>
      {t("packages.giveOn")}
    </Button>
  );
  if (!open) return <div>{opener}</div>;
  const wanted = Number(minutes);
  const sound = Number.isSafeInteger(wanted) && wanted > 0 && email.includes("@");
  return (
    <div className="space-y-3">
      {opener}
      <form
        className="space-y-3 rounded-m bg-sunken p-3"
        onChange={giving.another}
        onSubmit={(event) => {
          event.preventDefault();
          if (!sound) return;
          giving.mutate(
            { email, minutes: wanted },
            {
              onSuccess: () => {
                toast({ title: t("packages.given", { email }) });
                setOpen(false);
              },
            },
          );
        }}
      >
        <Field
          label={t("packages.toWhom")}
          type="email"
          maxLength={254}
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <Field
          label={t("packages.howMany")}
          inputMode="numeric"
          value={minutes}
          onChange={({ target }) => setMinutes(target.value)}
        />
        {giving.isError && <Refusal error={giving.error} />}
        <Button type="submit" kind="primary" online busy={giving.isPending} disabled={!sound}>
          {t("packages.give")}
        </Button>
      </form>
    </div>
  );
}
