import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { PackageAsked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { SaveButton } from "../../design/SaveButton";
import { TextsFields } from "../services/TextsFields";
import { ItemsFields } from "./ItemsFields";
import { type Faults, type PackageForm, readPackage } from "./packageForm";
import type { PartProps } from "./parts";

interface Props {
  form: PackageForm;
  onType: (next: Partial<PackageForm>) => void;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  /** Another way to save it is under way. */
  off?: boolean;
  /** Something is typed that is not saved. */
  unsaved: boolean;
  /** Something else is meant from now on. */
  onChange: () => void;
  onSend: (asked: PackageAsked) => void;
}

/** A package as a form, with what it costs in all. */
export function PackageEditor({ form, onType, sending, off, unsaved, onChange, onSend }: Props) {
  const { t, formats } = useLanguage();
  const [faults, setFaults] = useState<Faults>({});
  const read = readPackage(form, formats.digits(form.currency));
  const said = sending.isError ? (asProblem(sending.error).body.errors ?? []) : [];
  const errorOf = (field: string) => {
    const fault = faults[field];
    if (fault) return t(`offers.fault.${fault}`);
    return said.find((one) => one.field === field)?.detail ?? null;
  };
  const change = (next: Partial<PackageForm>) => {
    onChange();
    setFaults({});
    onType(next);
  };
  const submit = () => {
    if ("asked" in read) onSend(read.asked);
    else setFaults(read.faults);
  };
  const part = { form, change, errorOf };
  const total = "asked" in read ? sumOf(read.asked.items) : null;
  return (
    <Form
      reader="staff"
      sending={sending}
      unsaved={unsaved}
      refusal={
        said.length > 0 || Object.keys(faults).length > 0 ? (
          <p role="alert" className="text-danger">
            {t("services.lookAgain")}
          </p>
        ) : undefined
      }
      onSubmit={submit}
      end={
        <div className="flex flex-wrap items-center justify-end gap-4 pt-2">
          {total !== null && (
            <p className="tabular text-18 font-semibold">
              {t("offers.inAll", { price: formats.price(total, form.currency) })}
            </p>
          )}
          <SaveButton sending={sending} disabled={off} />
        </div>
      }
    >
      <TextsFields {...part} />
      <ItemsFields {...part} />
      <Terms {...part} />
    </Form>
  );
}

/** Of all of it; null while some of it costs what its service does. */
function sumOf(items: PackageAsked["items"]): number | null {
  let sum = 0;
  for (const { price, count = 1 } of items) {
    if (price === null || price === undefined) return null;
    sum += price * count;
  }
  return sum;
}

const SEASON = ["firstDay", "lastDay"] as const;
const DAYS = ["validDays", "graceDays", "warnDays"] as const;

/** How long it is good for, and what may be done with it. */
function Terms({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const { repeats } = useUses();
  return (
    <Panel title={t("offers.terms")}>
      <div className="space-y-4">
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
          {DAYS.map((name) => (
            <Field
              key={name}
              label={t(`offers.${name}`)}
              hint={t(`offers.${name}Hint`)}
              inputMode="numeric"
              maxLength={4}
              value={form[name]}
              error={errorOf(name)}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ))}
        </div>
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
          {SEASON.map((name) => (
            <Field
              key={name}
              label={t(`offers.${name}`)}
              hint={t(`offers.${name}Hint`)}
              type="date"
              value={form[name]}
              error={errorOf(name)}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ))}
        </div>
        <div className="flex flex-col">
          <Check
            label={t("offers.transferable")}
            checked={form.transferable}
            onChange={({ target }) => change({ transferable: target.checked })}
          />
          <Check
            label={t("offers.active")}
            checked={form.active}
            onChange={({ target }) => change({ active: target.checked })}
          />
          {(repeats || form.repeatable) && (
            <Check
              label={t("offers.repeatable")}
              checked={form.repeatable}
              onChange={({ target }) => change({ repeatable: target.checked })}
            />
          )}
        </div>
        <p className="text-13 text-ink-soft">{t("offers.returnsHint")}</p>
      </div>
    </Panel>
  );
}
