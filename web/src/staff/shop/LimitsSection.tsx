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
  const form = useSettingsForm(shown.settings);
  return (
    <SettingsSection
      title={t("holdLimits.section.title")}
      text={t("holdLimits.section.text")}
      form={form}
    >
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
