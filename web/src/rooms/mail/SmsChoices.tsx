import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post, remove } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { NumberAnswer, NumberCodeAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Button } from "../../design/Button";
import { CodeForm } from "../../design/CodeForm";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { OneFieldForm } from "../../design/OneFieldForm";
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
  return (
    <OneFieldForm
      name="number"
      first={known}
      label={t("sms.number")}
      hint={t("sms.numberHint")}
      type="tel"
      autoComplete="tel"
      maxLength={40}
      required
      send={(number) => post<NumberCodeAnswer>("/sms/codes", { number }, newKey())}
      onSent={(made) => onSent(made.number)}
      end={(busy) => (
        <Button type="submit" online busy={busy}>
          {t("sms.send")}
        </Button>
      )}
    />
  );
}

function GiveCode({ number, onOther }: { number: string; onOther: () => void }) {
  const { t } = useLanguage();
  return (
    <CodeForm
      label={t("word.code")}
      hint={t("sms.sentTo", { number })}
      confirm={t("form.confirm")}
      other={t("sms.other")}
      send={(code) => post<NumberAnswer>("/sms/confirm", { code }, newKey())}
      onSent={() => {
        onOther();
        return renew(numberQuery.queryKey);
      }}
      onOther={onOther}
    />
  );
}
