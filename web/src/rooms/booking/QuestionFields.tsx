import type { QuestionShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select, TextArea } from "../../design/Field";
import type { Typed } from "./questions";

const SHORT = 200;
const LONG = 2000;
const YES_NO = ["yes", "no"] as const;

interface Props {
  questions: readonly QuestionShown[];
  typed: Typed;
  onType: (id: string, text: string) => void;
  errorOf: (question: QuestionShown) => string | undefined;
  hintOf?: (question: QuestionShown) => string | undefined;
}

/** What is asked, each as its kind is answered. */
export function QuestionFields({ questions, typed, onType, errorOf, hintOf }: Props) {
  return questions.map((one) => (
    <Question
      key={one.id}
      question={one}
      value={typed[one.id] ?? ""}
      error={errorOf(one)}
      more={hintOf?.(one)}
      onType={(text) => onType(one.id, text)}
    />
  ));
}

interface OneProps {
  question: QuestionShown;
  value: string;
  error?: string;
  /** What else is to be known of it. */
  more?: string;
  onType: (text: string) => void;
}

function Question({ question, value, error, more, onType }: OneProps) {
  const { t } = useLanguage();
  const { kind, text, required, options } = question;
  const hint = [!required && t("questions.optional"), more].filter(Boolean).join(". ");
  const shared = { label: text, hint: hint || undefined, error };
  const typing = {
    ...shared,
    value,
    required,
    onChange: ({ target }: { target: { value: string } }) => onType(target.value),
  };
  const choosing = {
    ...shared,
    value: value || undefined,
    required,
    none: t("questions.choose"),
    onChoose: (chosen: string | undefined) => onType(chosen ?? ""),
  };
  switch (kind) {
    case "long":
      return <TextArea {...typing} rows={3} maxLength={LONG} />;
    case "choice":
      return (
        <Select
          {...choosing}
          items={options.map(({ id }) => id)}
          nameOf={(id) => options.find((one) => one.id === id)?.name ?? id}
        />
      );
    case "yes-no":
      return (
        <Select<string>
          {...choosing}
          items={YES_NO}
          nameOf={(id) => t(`questions.${id === "yes" ? "yes" : "no"}`)}
        />
      );
    case "number":
      return <Field {...typing} inputMode="decimal" maxLength={16} />;
    case "short":
      return <Field {...typing} maxLength={SHORT} />;
  }
}
