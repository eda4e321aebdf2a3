import { useState } from "react";
import type { QuestionForm } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Check, Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import type { PartProps } from "./parts";
import { newOption, newQuestion } from "./questionForm";

const MOST = 20;
const KINDS = ["short", "long", "choice", "yes-no", "number"] as const;
const WHEN = ["booking", "session"] as const;
const FIRST = "first";
type Shown = Locale | typeof FIRST;

/** What its client is asked, in the shop's languages. */
export function QuestionsFields({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<Shown>(FIRST);
  const { questions } = form;
  const put = (at: number, next: Partial<QuestionForm>) =>
    change({
      questions: questions.map((one, place) => (place === at ? { ...one, ...next } : one)),
    });
  return (
    <Panel title={t("services.questions")} text={t("services.questionsText")}>
      <div className="space-y-4">
        {questions.length > 0 && (
          <Choice
            legend={t("shell.language")}
            value={shown}
            onChange={(value) => setShown(value as Shown)}
            items={[
              { value: FIRST, label: t("services.firstText") },
              ...shopLocales().map((value) => ({ value, label: LOCALE_NAMES[value] })),
            ]}
          />
        )}
        {questions.map((one, at) => (
          <Question
            key={one.id}
            question={one}
            at={at}
            shown={shown}
            errorOf={errorOf}
            onChange={(next) => put(at, next)}
            onRemove={() => change({ questions: questions.toSpliced(at, 1) })}
          />
        ))}
        {questions.length < MOST && (
          <Button
            type="button"
            size="s"
            onClick={() => change({ questions: [...questions, newQuestion()] })}
          >
            {t("services.addQuestion")}
          </Button>
        )}
      </div>
    </Panel>
  );
}

interface QuestionProps {
  question: QuestionForm;
  at: number;
  shown: Shown;
  errorOf: PartProps["errorOf"];
  onChange: (next: Partial<QuestionForm>) => void;
  onRemove: () => void;
}

function Question({ question, at, shown, errorOf, onChange, onRemove }: QuestionProps) {
  const { t } = useLanguage();
  const place = { place: at + 1 };
  const field = `questions[${at}]`;
  const { kind, text, texts, when, required } = question;
  return (
    <fieldset className="space-y-3 border-b border-line pb-4">
      <legend className="font-medium">{t("services.question", place)}</legend>
      <Worded
        label={t("services.questionText", place)}
        most={500}
        first={text}
        texts={texts}
        shown={shown}
        error={errorOf(`${field}.text`)}
        onFirst={(next) => onChange({ text: next })}
        onTexts={(next) => onChange({ texts: next })}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Select
          label={t("services.questionKind", place)}
          items={KINDS}
          nameOf={(one) => t(`services.questionKinds.${one}`)}
          value={kind}
          onChoose={(chosen = "short") =>
            onChange({
              kind: chosen,
              options: chosen === "choice" ? [newOption([]), newOption([newOption([])])] : [],
            })
          }
        />
        <Select
          label={t("services.questionWhen", place)}
          items={WHEN}
          nameOf={(one) => t(`services.questionAsked.${one}`)}
          value={when}
          onChoose={(chosen = "booking") => onChange({ when: chosen })}
        />
      </div>
      {kind === "choice" && (
        <Options
          question={question}
          at={at}
          shown={shown}
          errorOf={errorOf}
          onChange={(options) => onChange({ options })}
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Check
          label={t("services.questionRequired")}
          checked={required}
          onChange={({ target }) => onChange({ required: target.checked })}
        />
        <Button type="button" size="s" kind="plain" onClick={onRemove}>
          {t("form.removeNamed", { name: t("services.question", place) })}
        </Button>
      </div>
    </fieldset>
  );
}

type OptionsProps = Pick<QuestionProps, "question" | "at" | "shown" | "errorOf"> & {
  onChange: (options: QuestionForm["options"]) => void;
};

/** What can be answered. */
function Options({ question, at, shown, errorOf, onChange }: OptionsProps) {
  const { t } = useLanguage();
  const { options } = question;
  const field = `questions[${at}].options`;
  const put = (place: number, next: Partial<QuestionForm["options"][number]>) =>
    onChange(options.map((one, each) => (each === place ? { ...one, ...next } : one)));
  return (
    <div className="space-y-2">
      {options.map((one, place) => {
        const label = t("services.option", { place: place + 1, question: at + 1 });
        return (
          <div key={one.id} className="flex items-end gap-2">
            <div className="grow">
              <Worded
                label={label}
                most={200}
                first={one.name}
                texts={one.texts}
                shown={shown}
                error={errorOf(`${field}[${place}].name`)}
                onFirst={(next) => put(place, { name: next })}
                onTexts={(next) => put(place, { texts: next })}
              />
            </div>
            {options.length > 2 && (
              <Button
                type="button"
                size="s"
                kind="plain"
                aria-label={t("form.removeNamed", { name: label })}
                onClick={() => onChange(options.toSpliced(place, 1))}
              >
                {t("services.removeOption")}
              </Button>
            )}
          </div>
        );
      })}
      {options.length < MOST && (
        <Button
          type="button"
          size="s"
          kind="plain"
          onClick={() => onChange([...options, newOption(options)])}
        >
          {t("services.addOption", { question: at + 1 })}
        </Button>
      )}
    </div>
  );
}

interface WordedProps {
  label: string;
  most: number;
  first: string;
  texts: Record<string, string>;
  shown: Shown;
  error: string | null;
  onFirst: (text: string) => void;
  onTexts: (texts: Record<string, string>) => void;
}

/** One text, in the language that is shown. */
function Worded({ label, most, first, texts, shown, error, onFirst, onTexts }: WordedProps) {
  const { t } = useLanguage();
  const own = shown === FIRST;
  return (
    <Field
      label={label}
      lang={own ? undefined : shown}
      hint={own ? undefined : t("services.textHint")}
      maxLength={most}
      value={own ? first : (texts[shown] ?? "")}
      error={error}
      onChange={({ target }) =>
        own ? onFirst(target.value) : onTexts({ ...texts, [shown]: target.value })
      }
    />
  );
}
