import { useQuery } from "@tanstack/react-query";
import type { ReturnRulesBody, SettingsShown } from "../../base/api/schema";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Check, Select, TextArea } from "../../design/Field";
import { NumberField } from "./NumberField";
import { Rows } from "./Rows";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const WAYS = ["fault", "buyer", "shop"] as const satisfies ReturnRulesBody["wayBack"][];

/** What is taken back: for how long, by whose word, at whose cost. */
export function ReturnsSection({ shown }: { shown: SettingsShown }) {
  const { t, locale } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, faulty } = form;
  const rules = values.returns;
  const put = (change: Partial<ReturnRulesBody>) => form.set("returns", { ...rules, ...change });
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(categories.map((one) => [one.id, indented(one)]));
  const free = [...names.keys()].find(
    (id) => !rules.categories.some(({ categoryId }) => categoryId === id),
  );
  return (
    <SettingsSection title={t("returning.title")} text={t("returning.text")} form={form}>
      <NumberField
        name="returnDays"
        label={t("returning.days")}
        hint={t("returning.daysHint")}
        value={rules.days}
        onNumber={(days) => put({ days })}
        error={faulty === "returns.days" ? t("returning.daysFault") : null}
      />
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
      <Rows
        rows={rules.categories}
        nameOf={(one) => names.get(one.categoryId) ?? t("returning.category")}
        onChange={(next) => put({ categories: next })}
      >
        {(one, change, at) => (
          <div className="grid items-end gap-3 sm:grid-cols-2">
            <Select
              label={t("returning.category")}
              items={[...names.keys()]}
              nameOf={(id) => names.get(id) ?? id}
              value={one.categoryId}
              onChoose={(id) => id && change({ ...one, categoryId: id })}
              error={
                faulty === `returns.categories[${at}].categoryId` ? t("returning.twice") : null
              }
            />
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
          </div>
        )}
      </Rows>
      {free !== undefined && (
        <Button
          type="button"
          icon="plus"
          disabled={rules.categories.length >= 100}
          onClick={() =>
            put({ categories: [...rules.categories, { categoryId: free, days: 0, byRule: false }] })
          }
        >
          {t("returning.add")}
        </Button>
      )}
    </SettingsSection>
  );
}
