import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { WaitingContactShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";

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
  const words = useProblemWords();
  const [open, setOpen] = useState(!known);
  const [email, setEmail] = useState(known);
  const sending = useMutation({
    mutationFn: () => put<WaitingContactShown>("/waiting-contact", { email: email.trim() || null }),
    onSuccess: () => {
      setOpen(false);
      return renew(CONTACT);
    },
  });
  if (!open && known) {
    return (
      <div
        className="flex flex-wrap items-center justify-between gap-2 text-13"
        data-testid="line-contact"
      >
        <p className="min-w-0 wrap-anywhere">{t("line.told", { email: known })}</p>
        <Button size="s" kind="plain" onClick={() => setOpen(true)}>
          {t("line.changeEmail")}
        </Button>
      </div>
    );
  }
  const problem = sending.isError ? asProblem(sending.error) : null;
  const wrong = problem?.body.field === "email";
  return (
    <Form
      sending={sending}
      onChange={() => sending.isError && sending.reset()}
      onSubmit={() => sending.mutate()}
      refusal={wrong ? null : undefined}
      end={
        <Button type="submit" size="s" busy={sending.isPending} online>
          {t("line.saveEmail")}
        </Button>
      }
    >
      <Field
        label={t("line.email")}
        hint={t("line.emailHint")}
        type="email"
        autoComplete="email"
        maxLength={254}
        value={email}
        error={wrong ? words(problem) : null}
        onChange={({ target }) => setEmail(target.value)}
      />
    </Form>
  );
}
