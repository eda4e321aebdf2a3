import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { WaitingContactShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { OneFieldForm } from "../../design/OneFieldForm";

const CONTACT = ["waiting", "contact"];

/** Where a guest who stands in line is told of an offer: a page that is closed tells nobody. */
export function LineContact() {
  const { data } = useQuery(answerQuery<WaitingContactShown>(CONTACT, "/waiting-contact"));
  const mails = useQuery(configQuery).data?.mails ?? false;
  if (!mails || !data?.asked) return null;
  return <AskEmail key={data.email} known={data.email ?? ""} />;
}

function AskEmail({ known }: { known: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(!known);
  if (!open && known) {
    return (
      <div
        className="flex flex-wrap items-center justify-between gap-2 text-13"
        data-testid="line-contact"
      >
        <p className="min-w-0 wrap-anywhere">{t("line.told", { email: known })}</p>
        <Button size="s" kind="plain" onClick={() => setOpen(true)}>
          {t("form.change")}
        </Button>
      </div>
    );
  }
  return (
    <OneFieldForm
      name="email"
      first={known}
      label={t("line.email")}
      hint={t("line.emailHint")}
      type="email"
      autoComplete="email"
      maxLength={254}
      send={(email) => put<WaitingContactShown>("/waiting-contact", { email: email || null })}
      onSent={() => {
        setOpen(false);
        return renew(CONTACT);
      }}
      end={(busy) => (
        <Button type="submit" size="s" busy={busy} online>
          {t("line.saveEmail")}
        </Button>
      )}
    />
  );
}
