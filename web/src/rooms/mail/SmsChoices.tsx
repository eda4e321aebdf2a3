import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { NumberAnswer, NumberCodeAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { ownAnswers } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { KindChoices } from "./MailChoices";

ownAnswers("sms");
const numberQuery = answerQuery<NumberAnswer>(["sms"], "/sms");

/** The number at which one is told by SMS, and of which kinds. */
export function SmsChoices() {
  const { t } = useLanguage();
  const offered = useQuery(configQuery).data?.sms === true;
  const query = useQuery({ ...numberQuery, enabled: offered });
  if (!offered) return null;
  return (
    <Panel title={t("sms.title")} text={t("sms.text")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {({ number, stopped }) =>
          number ? <Kept number={number} stopped={stopped} /> : <Confirm />
        }
      </Loaded>
    </Panel>
  );
}

function Kept({ number, stopped }: { number: string; stopped: boolean }) {
  const { t } = useLanguage();
  const leaving = useMutation({
    mutationFn: () => remove<void>("/sms"),
    onSettled: () => renew(numberQuery.queryKey),
  });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite">{t("sms.kept", { number })}</p>
        <Button busy={leaving.isPending} onClick={() => leaving.mutate()}>
          {t("sms.leave")}
        </Button>
      </div>
      {leaving.isError && <Refusal error={leaving.error} />}
      {stopped ? (
        <div className="mt-4 space-y-3 border-line border-t pt-3">
          <p className="text-held-ink">{t("sms.stopped")}</p>
          <Confirm known={number} />
        </div>
      ) : (
        <div className="mt-4 border-line border-t pt-3">
          <KindChoices channel="sms" />
        </div>
      )}
    </>
  );
}

/** A code goes to the number, and comes back here. */
function Confirm({ known = "" }: { known?: string }) {
  const [sent, setSent] = useState("");
  if (sent) return <GiveCode number={sent} onOther={() => setSent("")} />;
  return <AskCode known={known} onSent={setSent} />;
}

function AskCode({ known, onSent }: { known: string; onSent: (number: string) => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const [number, setNumber] = useState(known);
  const asking = useMutation({
    mutationFn: () => post<NumberCodeAnswer>("/sms/codes", { number: number.trim() }, newKey()),
    onSuccess: (made) => onSent(made.number),
  });
  const problem = asking.isError ? asProblem(asking.error) : null;
  const wrong = problem?.body.field === "number";
  return (
    <Form
      sending={asking}
      onSubmit={() => asking.mutate()}
      refusal={wrong ? null : undefined}
      end={
        <Button type="submit" online busy={asking.isPending}>
          {t("sms.send")}
        </Button>
      }
    >
      <Field
        label={t("sms.number")}
        hint={t("sms.numberHint")}
        type="tel"
        autoComplete="tel"
        maxLength={40}
        required
        value={number}
        error={wrong ? words(problem) : null}
        onChange={({ target }) => {
          if (asking.isError) asking.reset();
          setNumber(target.value);
        }}
      />
    </Form>
  );
}

function GiveCode({ number, onOther }: { number: string; onOther: () => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const [code, setCode] = useState("");
  const giving = useMutation({
    mutationFn: () => post<NumberAnswer>("/sms/confirm", { code: code.trim() }, newKey()),
    onSuccess: () => {
      onOther();
      return renew(numberQuery.queryKey);
    },
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
            {t("sms.confirm")}
          </Button>
          <Button online onClick={onOther}>
            {t("sms.other")}
          </Button>
        </div>
      }
    >
      <Field
        label={t("sms.code")}
        hint={t("sms.sentTo", { number })}
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
