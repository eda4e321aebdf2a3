import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { ExperimentAsked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { shopLocales } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import {
  type ExperimentForm,
  type Faults,
  GOALS,
  MOST_VARIANTS,
  newVariant,
  readForm,
} from "./form";
import { letterOf, VariantFields } from "./VariantFields";

interface Props {
  form: ExperimentForm;
  onType: (next: Partial<ExperimentForm>) => void;
  /** Its key is for good. */
  keyed?: boolean;
  /** Something is typed that is not saved. */
  unsaved: boolean;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  onChange: () => void;
  onSend: (asked: ExperimentAsked) => void;
}

const PERCENT = <span className="pr-3 text-ink-soft">%</span>;

/** What is compared, by what, and what it takes to matter. */
export function ExperimentEditor(props: Props) {
  const { form, onType, keyed, sending, unsaved, onChange, onSend } = props;
  const { t } = useLanguage();
  const [faults, setFaults] = useState<Faults>([]);
  const change = (next: Partial<ExperimentForm>) => {
    onChange();
    setFaults([]);
    onType(next);
  };
  const submit = () => {
    const read = readForm(form, shopLocales());
    if ("asked" in read) onSend(read.asked);
    else setFaults(read.faults);
  };
  const said = sending.isError ? (asProblem(sending.error).body.errors ?? []) : [];
  const fault = (field: string) =>
    faults.includes(field)
      ? t(`experiments.fault.${faultOf(field)}`)
      : (said.find((one) => one.field === field)?.detail ?? null);
  const bind = (field: "key" | "name" | "baseRate" | "leastDifference") => ({
    label: t(`experiments.field.${field}`),
    value: form[field],
    error: fault(field),
    onChange: ({ target }: { target: { value: string } }) => change({ [field]: target.value }),
  });
  return (
    <Form
      reader="staff"
      sending={sending}
      unsaved={unsaved}
      onSubmit={submit}
      end={
        <Button kind="primary" type="submit" busy={sending.isPending}>
          {t(sending.isPending ? "form.saving" : "experiments.save")}
        </Button>
      }
    >
      <Field {...bind("name")} maxLength={100} />
      <Field
        {...bind("key")}
        maxLength={40}
        readOnly={keyed}
        hint={t("experiments.keyHint")}
        autoCapitalize="none"
      />
      <Choice
        legend={t("experiments.field.goal")}
        look="rows"
        value={form.goal}
        items={GOALS.map((goal) => ({ value: goal, label: t(`experiments.goal.${goal}`) }))}
        onChange={(value) => change({ goal: GOALS.find((one) => one === value) ?? form.goal })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          {...bind("baseRate")}
          inputMode="decimal"
          hint={t("experiments.baseRateHint")}
          end={PERCENT}
        />
        <Field
          {...bind("leastDifference")}
          inputMode="decimal"
          hint={t("experiments.leastDifferenceHint")}
          end={PERCENT}
        />
      </div>
      {form.variants.map((one, at) => (
        <VariantFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its place
          key={at}
          at={at}
          one={one}
          fault={fault}
          onChange={(next) =>
            change({ variants: form.variants.map((each, place) => (place === at ? next : each)) })
          }
          onRemove={
            at > 1
              ? () => change({ variants: form.variants.filter((_, place) => place !== at) })
              : undefined
          }
        />
      ))}
      {form.variants.length < MOST_VARIANTS && (
        <div>
          <Button
            onClick={() => {
              const name = letterOf(form.variants.length);
              change({ variants: [...form.variants, newVariant(name)] });
            }}
          >
            {t("experiments.addVariant")}
          </Button>
        </div>
      )}
    </Form>
  );
}

type Fault = "key" | "name" | "baseRate" | "leastDifference" | "weight" | "sentence" | "variant";

function faultOf(field: string): Fault {
  if (field.includes(".words.")) return "sentence";
  if (field.endsWith(".name")) return "name";
  if (field.endsWith(".weight")) return "weight";
  return field.startsWith("variants") ? "variant" : (field as Fault);
}
