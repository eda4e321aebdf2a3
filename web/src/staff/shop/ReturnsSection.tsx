import type { ReturnRulesBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Check, TextArea } from "../../design/Field";
import { CategoryRows } from "./CategoryRows";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const WAYS = ["fault", "buyer", "shop"] as const satisfies ReturnRulesBody["wayBack"][];

/** What is taken back: for how long, by whose word, at whose cost. */
export function ReturnsSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, faulty } = form;
  const rules = values.returns;
  const put = (change: Partial<ReturnRulesBody>) => form.set("returns", { ...rules, ...change });
  return (
    <SettingsSection
      id="returns"
      title={t("returning.title")}
      text={t("returning.text")}
      form={form}
    >
      <NumberField
        name="returnDays"
        label={t("returning.days")}
        hint={t("returning.daysHint")}
        value={rules.days}
        onNumber={(days) => put({ days })}
        error={faulty === "returns.days" ? t("returning.daysFault") : null}
      />
      <div className="flex flex-col">
        <Check
          label={t("returning.byRule")}
          checked={rules.byRule}
          onChange={({ target }) => put({ byRule: target.checked })}
        />
        <Check
          label={t("returning.delivery")}
          checked={rules.delivery}
          onChange={({ target }) => put({ delivery: target.checked })}
        />
      </div>
      <Choice
        look="rows"
        legend={t("returning.wayBack")}
        value={rules.wayBack}
        onChange={(wayBack) => put({ wayBack: wayBack as ReturnRulesBody["wayBack"] })}
        items={WAYS.map((value) => ({ value, label: t(`returning.way.${value}`) }))}
      />
      <TextArea
        label={t("returning.address")}
        hint={t("returning.addressHint")}
        rows={3}
        maxLength={500}
        value={rules.address}
        onChange={({ target }) => put({ address: target.value })}
      />
      <CategoryRows
        rows={rules.categories}
        onChange={(categories) => put({ categories })}
        begun={(categoryId) => ({ categoryId, days: 0, byRule: false })}
        label={t("returning.category")}
        add={t("returning.add")}
        errorOf={(at) =>
          faulty === `returns.categories[${at}].categoryId` ? t("returning.twice") : null
        }
        align="end"
      >
        {(one, change, at) => (
          <>
            <NumberField
              label={t("returning.categoryDays")}
              value={one.days}
              onNumber={(days) => change({ ...one, days })}
              error={faulty === `returns.categories[${at}].days` ? t("returning.daysFault") : null}
            />
            <Check
              label={t("returning.byRule")}
              checked={one.byRule}
              onChange={({ target }) => change({ ...one, byRule: target.checked })}
            />
          </>
        )}
      </CategoryRows>
    </SettingsSection>
  );
}
