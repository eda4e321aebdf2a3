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
}

/** What is asked, each as its kind is answered. */
export function QuestionFields({ questions, typed, onType, errorOf }: Props) {
  return questions.map((one) => (
    <Question
      key={one.id}
      question={one}
      value={typed[one.id] ?? ""}
      error={errorOf(one)}
      onType={(text) => onType(one.id, text)}
    />
  ));
}

interface OneProps {
  question: QuestionShown;
  value: string;
  error?: string;
  onType: (text: string) => void;
}

function Question({ question, value, error, onType }: OneProps) {
  const { t } = useLanguage();
  const { kind, text, required, options } = question;
  const shared = { label: text, hint: required ? undefined : t("questions.optional"), error };
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
        <Select<string> {...choosing} items={YES_NO} nameOf={(id) => t(`questions.${id === "yes" ? "yes" : "no"}`)} />
      );
    case "number":
      return <Field {...typing} inputMode="decimal" maxLength={16} />;
    case "short":
      return <Field {...typing} maxLength={SHORT} />;
  }
}
