import { useEffect, useRef, useState } from "react";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { QuestionShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { QuestionFields } from "./QuestionFields";
import { answerOf, answersTo, faultOf, isWhole, type Typed } from "./questions";
import { toFault } from "./toFault";

/** What is asked with a booking, and how far it is answered. */
export interface Asking {
  questions: readonly QuestionShown[];
  typed: Typed;
  /** How often it was tried to book: from then on what lacks is said. */
  tries: number;
  error: unknown;
  onType: (id: string, text: string) => void;
  /** As it is sent; undefined: something that is required lacks, which is said at its field. */
  answers: () => ReturnType<typeof answersTo> | undefined;
  onRefused: (error: unknown) => void;
}

/** `free`: whoever books may leave open what is required; `begun`: what was typed before. */
export function useAsking(
  questions: readonly QuestionShown[],
  free: boolean,
  begun: Typed = {},
): Asking {
  const [typed, setTyped] = useState<Typed>(begun);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  return {
    questions,
    typed,
    tries: free ? 0 : tries,
    error,
    onType: (id, text) => {
      setTyped((before) => ({ ...before, [id]: text }));
      setError(null);
    },
    answers: () => {
      setError(null);
      if (free || isWhole(questions, typed)) return answersTo(questions, typed);
      setTries((before) => before + 1);
      return undefined;
    },
    onRefused: (refusal) => {
      if (asProblem(refusal).code !== "answers-invalid") return;
      // Since this page was opened the studio may ask something else.
      void renew(["services"]).then(() => {
        setError(refusal);
        setTries((before) => before + 1);
      });
    },
  };
}

/** The fields of it; the first one at fault gets the cursor. */
export function AskedWith({ questions, typed, tries, error, onType }: Asking) {
  const { t } = useLanguage();
  const place = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (tries === 0 || questions.length === 0) return;
    toFault(place.current);
  }, [tries, questions.length]);
  if (questions.length === 0) return null;
  const lacks = (one: QuestionShown) =>
    tries > 0 && one.required && answerOf(one, typed[one.id]) === "";
  return (
    <fieldset ref={place} className="space-y-4">
      <legend className="mb-2 font-medium">{t("questions.asked")}</legend>
      <QuestionFields
        questions={questions}
        typed={typed}
        onType={onType}
        errorOf={(one) =>
          faultOf(error, one.id) ?? (lacks(one) ? t("questions.needed") : undefined)
        }
      />
    </fieldset>
  );
}
