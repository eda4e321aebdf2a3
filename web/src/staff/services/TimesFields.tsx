import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import type { PartProps } from "./parts";
import type { ServiceForm } from "./serviceForm";

type Typed =
  | "minutes"
  | "least"
  | "most"
  | "step"
  | "every"
  | "fixed"
  | "gap"
  | "people"
  | "series"
  | "requestHours";

/** How long it takes, when it may begin, and for how many it is. */
export function TimesFields({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const bind = (name: Typed, field: string) => ({
    label: t(`services.${name}`),
    inputMode: "numeric" as const,
    autoComplete: "off",
    value: form[name],
    error: errorOf(field),
    onChange: ({ target }: { target: { value: string } }) => change({ [name]: target.value }),
  });
  const steps = form.lengthRule === "steps";
  return (
    <Panel title={t("services.times")}>
      <div className="space-y-4">
        <Choice
          legend={t("services.lengths")}
          value={form.lengthRule}
          onChange={(value) => change({ lengthRule: value as ServiceForm["lengthRule"] })}
          items={(["list", "steps"] as const).map((value) => ({
            value,
            label: t(`services.lengthRules.${value}`),
          }))}
        />
        {steps ? (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
            <Field {...bind("least", "lengths.least")} />
            <Field {...bind("most", "lengths.most")} />
            <Field {...bind("step", "lengths.step")} />
          </div>
        ) : (
          <Field
            {...bind("minutes", "lengths.minutes")}
            inputMode="text"
            hint={t("services.minutesHint")}
          />
        )}
        <Choice
          legend={t("services.starts")}
          value={form.startRule}
          onChange={(value) => change({ startRule: value as ServiceForm["startRule"] })}
          items={(["step", "fixed"] as const).map((value) => ({
            value,
            label: t(`services.startRules.${value}`),
          }))}
        />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          {form.startRule === "step" ? (
            <Field {...bind("every", "grid.step")} hint={t("services.everyHint")} />
          ) : (
            <Field
              {...bind("fixed", "grid.fixed")}
              inputMode="text"
              hint={t("services.fixedHint")}
            />
          )}
          <Field {...bind("gap", "grid.gap")} hint={t("services.gapHint")} />
          <Field {...bind("people", "people")} />
          <Field {...bind("series", "series")} hint={t("services.seriesHint")} />
          <Field {...bind("requestHours", "requestHours")} hint={t("services.requestHoursHint")} />
        </div>
      </div>
    </Panel>
  );
}
