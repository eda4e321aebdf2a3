import type { RepeatRulesBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { useEvery } from "../../rooms/repeats/every";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const EVERY = [
  "1w",
  "2w",
  "3w",
  "4w",
  "6w",
  "8w",
  "1m",
  "2m",
  "3m",
  "6m",
] as const satisfies RepeatRulesBody["intervals"][number][];

/** How often goods may be ordered again and again, and how much less they cost then. */
export function RepeatsSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const every = useEvery();
  const form = useSettingsForm(shown);
  const { faulty } = form;
  const rules = form.values.repeats;
  const put = (change: Partial<RepeatRulesBody>) => form.set("repeats", { ...rules, ...change });
  const toggle = (one: (typeof EVERY)[number]) =>
    put({ intervals: EVERY.filter((each) => (each === one) !== rules.intervals.includes(each)) });
  return (
    <SettingsSection
      id="repeats"
      title={t("repeats.mine")}
      text={t("settings.repeats.text")}
      form={form}
    >
      <fieldset>
        <legend className="mb-1 text-13 font-medium text-ink-soft">
          {t("settings.repeats.intervals")}
        </legend>
        <div className="grid sm:grid-cols-2">
          {EVERY.map((one) => (
            <Check
              key={one}
              name={`every-${one}`}
              label={every(one)}
              checked={rules.intervals.includes(one)}
              onChange={() => toggle(one)}
            />
          ))}
        </div>
      </fieldset>
      <NumberField
        name="repeatPercent"
        label={t("settings.repeats.percent")}
        hint={t("settings.repeats.percentHint")}
        value={rules.percent}
        onNumber={(percent) => put({ percent })}
        error={faulty === "repeats.percent" ? t("settings.repeats.percentFault") : null}
      />
    </SettingsSection>
  );
}
