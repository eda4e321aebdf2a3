import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { answerQuery, CONTACT, renew } from "../../base/api/queries";
import type { ContactConfirmed, ContactShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { CodeForm } from "../../design/CodeForm";
import { Form } from "../../design/Form";
import { OneFieldForm } from "../../design/OneFieldForm";

/** Whether one's address has to be confirmed before a booking is asked for. */
export function useContact(asks: boolean) {
  return useQuery({ ...answerQuery<ContactShown>(CONTACT, "/contact"), enabled: asks }).data;
}

interface Props {
  contact: ContactShown;
  /** What it is asked for, if not to book. */
  why?: string;
  /** What is read anew once it came back. */
  also?: string[];
}

/** A code is mailed and comes back here: the time that was chosen stays chosen meanwhile. */
export function ConfirmContact({ contact, why, also }: Props) {
  const { t } = useLanguage();
  const [sent, setSent] = useState("");
  if (!contact.canAsk)
    return <p className="text-13 text-held-ink">{t(why ? "contact.noCode" : "contact.noMail")}</p>;
  return (
    <div className="space-y-3" data-testid="confirm-contact">
      <p className="text-13">{why ?? t("contact.why")}</p>
      {sent ? (
        <GiveCode email={sent} also={also} onOther={() => setSent("")} />
      ) : (
        <AskCode known={contact.email} onSent={setSent} />
      )}
    </div>
  );
}

function AskCode({ known, onSent }: { known: string; onSent: (email: string) => void }) {
  const { t } = useLanguage();
  const account = Boolean(useSession()?.user);
  const ask = (email?: string) => post<{ email: string }>("/contact/codes", { email }, newKey());
  const toAccount = useMutation({
    mutationFn: () => ask(),
    onSuccess: ({ email }) => onSent(email),
  });
  const send = (busy: boolean) => (
    <Button type="submit" wide online busy={busy}>
      {t("contact.send")}
    </Button>
  );
  if (account) {
    return (
      <Form sending={toAccount} onSubmit={() => toAccount.mutate()} end={send(toAccount.isPending)}>
        <p className="wrap-anywhere">{t("contact.goesTo", { email: known })}</p>
      </Form>
    );
  }
  return (
    <OneFieldForm
      name="email"
      first={known}
      label={t("contact.email")}
      type="email"
      autoComplete="email"
      maxLength={254}
      required
      send={ask}
      onSent={({ email }) => onSent(email)}
      end={send}
    />
  );
}

interface Sent {
  email: string;
  also?: string[] | undefined;
  onOther: () => void;
}

function GiveCode({ email, also, onOther }: Sent) {
  const { t } = useLanguage();
  return (
    <CodeForm
      label={t("word.code")}
      hint={t("contact.sentTo", { email })}
      confirm={t("form.confirm")}
      other={t("contact.other")}
      send={(code) => post<ContactConfirmed>("/contact/confirm", { code }, newKey())}
      onSent={() => renew(CONTACT, ["profile"], ...(also ? [also] : []))}
      onOther={onOther}
    />
  );
}
