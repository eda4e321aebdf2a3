import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import type { OwnQuestionBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { ownQuestionQuery, useAsk, useTakeBack } from "./questions";
import { TakeBack } from "./TakeBack";
import { WordsForm } from "./WordsForm";

const MOST = 1000;

/** Asks about a product; one's own question that waits can be put in other words or taken back. */
export function OwnQuestion({ productId }: { productId: string }) {
  const { t } = useLanguage();
  const { href } = useLocation();
  const query = useQuery(ownQuestionQuery(productId));
  const asking = useAsk(productId);
  const [writing, setWriting] = useState(false);
  // What others ask is read without it.
  if (!query.data) return query.isError ? null : <Skeleton className="h-10 w-48" />;
  const { question, mayAsk, whyNot } = query.data;
  const waiting = question && !question.answered ? question : null;
  if (writing)
    return (
      <WordsForm
        label={t("productQuestions.text")}
        about={t("productQuestions.own")}
        hint={t("productQuestions.hint")}
        before={waiting?.text ?? ""}
        most={MOST}
        missing={t("productQuestions.missing")}
        send={t(waiting ? "form.save" : "productQuestions.send")}
        sent={t("productQuestions.sent")}
        sending={asking}
        onClose={() => setWriting(false)}
      />
    );
  if (whyNot === "login")
    return (
      <Link
        to="/login"
        search={{ next: href }}
        className="text-accent underline underline-offset-4"
      >
        {t("productQuestions.login")}
      </Link>
    );
  if (!mayAsk) return <p className="text-13 text-ink-soft">{t("productQuestions.sells")}</p>;
  if (waiting)
    return <Waiting productId={productId} question={waiting} onChange={() => setWriting(true)} />;
  return <Button onClick={() => setWriting(true)}>{t("productQuestions.ask")}</Button>;
}

interface WaitingProps {
  productId: string;
  question: OwnQuestionBody;
  onChange: () => void;
}

function Waiting({ productId, question, onChange }: WaitingProps) {
  const { t } = useLanguage();
  const taking = useTakeBack(productId, question.id);
  return (
    <section aria-labelledby="own-question" className="space-y-2 rounded-m border border-line p-4">
      <h3 id="own-question" className="font-semibold">
        {t("productQuestions.own")}
      </h3>
      <p className="line-clamp-6 whitespace-pre-line wrap-anywhere">{question.text}</p>
      {question.hidden ? (
        <Notice silent title={t("productQuestions.hidden")}>
          <p className="wrap-anywhere">{question.hiddenReason}</p>
        </Notice>
      ) : (
        <p className="text-13 text-ink-soft">{t("productQuestions.waits")}</p>
      )}
      <TakeBack
        title={t("productQuestions.removeTitle")}
        text={t("productQuestions.removeText")}
        taking={taking}
        onTake={(then) => taking.mutate(undefined, then)}
        onChange={onChange}
      />
    </section>
  );
}
