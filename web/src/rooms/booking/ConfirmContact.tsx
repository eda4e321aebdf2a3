import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, renew } from "../../base/api/queries";
import type { ContactConfirmed, ContactShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";

const CONTACT = ["bookings", "contact"];

/** Whether one's address has to be confirmed before a booking is asked for. */
export function useContact(asks: boolean) {
  return useQuery({ ...answerQuery<ContactShown>(CONTACT, "/contact"), enabled: asks }).data;
}

/** A code is mailed and comes back here: the time that was chosen stays chosen meanwhile. */
export function ConfirmContact({ contact }: { contact: ContactShown }) {
  const { t } = useLanguage();
  const [sent, setSent] = useState("");
  if (!contact.canAsk) return <p className="text-13 text-held-ink">{t("contact.noMail")}</p>;
  return (
    <div className="space-y-3" data-testid="confirm-contact">
      <p className="text-13">{t("contact.why")}</p>
      {sent ? (
        <GiveCode email={sent} onOther={() => setSent("")} />
      ) : (
        <AskCode known={contact.email} onSent={setSent} />
      )}
    </div>
  );
}

function AskCode({ known, onSent }: { known: string; onSent: (email: string) => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const account = Boolean(useSession()?.user);
  const [email, setEmail] = useState(known);
  const asking = useMutation({
    mutationFn: () =>
      post<{ email: string }>("/contact/codes", account ? {} : { email: email.trim() }, newKey()),
    onSuccess: ({ email }) => onSent(email),
  });
  const problem = asking.isError ? asProblem(asking.error) : null;
  const wrong = problem?.body.field === "email";
  return (
    <Form
      sending={asking}
      onSubmit={() => asking.mutate()}
      refusal={wrong ? null : undefined}
      end={
        <Button type="submit" wide online busy={asking.isPending}>
          {t("contact.send")}
        </Button>
      }
    >
      {account ? (
        <p className="wrap-anywhere">{t("contact.goesTo", { email: known })}</p>
      ) : (
        <Field
          label={t("contact.email")}
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          value={email}
          error={wrong ? words(problem) : null}
          onChange={({ target }) => {
            if (asking.isError) asking.reset();
            setEmail(target.value);
          }}
        />
      )}
    </Form>
  );
}

function GiveCode({ email, onOther }: { email: string; onOther: () => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const [code, setCode] = useState("");
  const giving = useMutation({
    mutationFn: () => post<ContactConfirmed>("/contact/confirm", { code: code.trim() }, newKey()),
    onSuccess: () => renew(CONTACT, ["profile"]),
  });
  const problem = giving.isError ? asProblem(giving.error) : null;
  const wrong = problem?.body.field === "code";
  return (
    <Form
      sending={giving}
      onSubmit={() => giving.mutate()}
      refusal={wrong ? null : undefined}
      end={
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary" online busy={giving.isPending}>
            {t("contact.confirm")}
          </Button>
          <Button online onClick={onOther}>
            {t("contact.other")}
          </Button>
        </div>
      }
    >
      <Field
        label={t("contact.code")}
        hint={t("contact.sentTo", { email })}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        maxLength={12}
        required
        value={code}
        error={wrong ? words(problem) : null}
        onChange={({ target }) => {
          if (giving.isError) giving.reset();
          setCode(target.value);
        }}
      />
    </Form>
  );
}
