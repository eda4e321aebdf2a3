import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const FIELDS = [
  ["holdUnits", "units"],
  ["guestShare", "percent"],
  ["guestUnits", "units"],
  ["networkShare", "percent"],
] as const;

/** How much of one item a buyer may hold before paying. */
export function LimitsSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection
      id="limits"
      title={t("holdLimits.section.title")}
      text={t("holdLimits.section.text")}
      form={form}
    >
      <NumberField
        name="holdSeconds"
        label={t("holdLimits.section.holdMinutes")}
        hint={t("holdLimits.section.holdMinutesHint", { count: shown.holdSecondsAtStart / 60 })}
        value={(form.values.holdSeconds ?? shown.holdSecondsAtStart) / 60}
        onNumber={(minutes) => form.set("holdSeconds", Math.round(minutes * 60))}
        onNone={() => form.set("holdSeconds", null)}
        error={form.faulty === "holdSeconds" ? t("holdLimits.fault.holdMinutes") : null}
      />
      <NumberField
        name="offerSeconds"
        label={t("holdLimits.section.offerMinutes")}
        hint={t("holdLimits.section.offerMinutesHint")}
        value={form.values.offerSeconds / 60}
        onNumber={(minutes) => form.set("offerSeconds", Math.round(minutes * 60))}
        error={form.faulty === "offerSeconds" ? t("holdLimits.fault.offerMinutes") : null}
      />
      {FIELDS.map(([name, kind]) => (
        <NumberField
          key={name}
          name={name}
          label={t(`holdLimits.section.${name}`)}
          hint={t(`holdLimits.section.${name}Hint`)}
          value={form.values[name]}
          onNumber={(value) => form.set(name, value)}
          error={form.faulty === name ? t(`holdLimits.fault.${kind}`) : null}
        />
      ))}
    </SettingsSection>
  );
}
