import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field, Select, TextArea } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** Whether buyers may pay by hand, what they read of it, and how long their goods are kept. */
export function PaidSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const config = useQuery(configQuery).data;
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  const otherwise = config?.providers.some(({ kind }) => kind !== "manual") ?? true;
  const error = (name: "manualTitle" | "manualInstructions" | "manualHoldSeconds") =>
    faulty === name ? t(`selling.fault.${name}`) : null;
  return (
    <SettingsSection
      id="payment"
      title={t("staff.column.payment")}
      text={t("selling.paid.text")}
      form={form}
    >
      <Check
        name="manualPayment"
        label={t("selling.paid.manualPayment")}
        checked={values.manualPayment}
        onChange={(event) => set("manualPayment", event.target.checked)}
      />
      {values.manualPayment ? (
        <>
          <Field
            name="manualTitle"
            label={t("selling.paid.manualTitle")}
            hint={t("selling.paid.manualTitleHint", {
              name: t("paying.manual.goods"),
              sent: t("paying.manual.order"),
            })}
            placeholder={t("paying.manual.goods")}
            value={values.manualTitle}
            maxLength={80}
            onChange={(event) => set("manualTitle", event.target.value)}
            error={error("manualTitle")}
          />
          <TextArea
            name="manualInstructions"
            label={t("selling.paid.manualInstructions")}
            hint={t("selling.paid.manualInstructionsHint")}
            rows={4}
            value={values.manualInstructions}
            maxLength={2000}
            onChange={(event) => set("manualInstructions", event.target.value)}
            error={error("manualInstructions")}
          />
          <KeptFor
            seconds={values.manualHoldSeconds}
            onChange={(seconds) => set("manualHoldSeconds", seconds)}
            error={error("manualHoldSeconds")}
          />
        </>
      ) : (
        !otherwise && <Notice tone="held" title={t("selling.paid.onlyWay")} />
      )}
    </SettingsSection>
  );
}

const UNITS = { minutes: 60, hours: 3600, days: 86_400 } as const;
type Unit = keyof typeof UNITS;

interface KeptProps {
  seconds: number;
  onChange: (seconds: number) => void;
  error: string | null;
}

/** A length of time, in the largest unit that it is a whole number of. */
function KeptFor({ seconds, onChange, error }: KeptProps) {
  const { t } = useLanguage();
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds));
  const count = seconds / UNITS[unit];
  return (
    <div className="flex gap-3">
      <NumberField
        name="manualHoldSeconds"
        className="min-w-0 grow"
        label={t("selling.paid.manualHoldSeconds")}
        hint={t("selling.paid.manualHoldSecondsHint")}
        value={count}
        onNumber={(typed) => onChange(Math.round(typed * UNITS[unit]))}
        error={error}
      />
      <Select
        className="w-32 shrink-0"
        label={t("selling.paid.unit")}
        value={unit}
        items={Object.keys(UNITS) as Unit[]}
        nameOf={(each) => t(`selling.paid.units.${each}`)}
        onChoose={(chosen = unit) => {
          setUnit(chosen);
          onChange(Math.round(count * UNITS[chosen]));
        }}
      />
    </div>
  );
}

function unitOf(seconds: number): Unit {
  if (seconds % UNITS.days === 0) return "days";
  return seconds % UNITS.hours === 0 ? "hours" : "minutes";
}
