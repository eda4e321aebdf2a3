import { type ReactNode, useState } from "react";
import type { QuestionBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { WriteAnswer } from "./WriteAnswer";

interface Props {
  question: QuestionBody;
  /** Whether one may answer. */
  answers: boolean;
  /** What it is about, where that is not said already. */
  about?: ReactNode;
}

/** A question as everybody reads it, and the answer to it. */
export function QuestionItem({ question, answers, about }: Props) {
  const { t, formats } = useLanguage();
  const nameShown = useNameShown();
  const now = useServerNow(false);
  const [writing, setWriting] = useState(false);
  const { answer } = question;
  return (
    <li className="space-y-1.5 py-4 first:pt-0" data-question={question.id}>
      {about && <p className="text-13 text-ink-soft">{about}</p>}
      <p className="max-w-prose font-medium whitespace-pre-line wrap-anywhere">{question.text}</p>
      <p className="text-13 text-ink-soft wrap-anywhere">
        {nameShown(question.username)}
        {" · "}
        <time dateTime={question.createdAt}>{formats.ago(question.createdAt, now)}</time>
        {question.editedAt && ` · ${t("reviews.edited")}`}
      </p>
      {writing ? (
        <WriteAnswer
          question={question}
          name={nameShown(question.username)}
          before={answer?.text ?? ""}
          onClose={() => setWriting(false)}
        />
      ) : (
        <>
          {answer ? (
            <div className="mt-2 max-w-prose space-y-1 border-l-2 border-accent pl-3">
              <p className="text-13 text-ink-soft">
                <span className="font-medium text-ink">{t("productQuestions.answer")}</span>
                {" · "}
                <time dateTime={answer.at}>{formats.ago(answer.at, now)}</time>
              </p>
              <p className="whitespace-pre-line wrap-anywhere">{answer.text}</p>
            </div>
          ) : (
            !answers && <p className="text-13 text-ink-soft">{t("productQuestions.unanswered")}</p>
          )}
          {answers && (
            <Button size="s" onClick={() => setWriting(true)}>
              {t(answer ? "productQuestions.answerChange" : "productQuestions.answerWrite")}
            </Button>
          )}
        </>
      )}
    </li>
  );
}
