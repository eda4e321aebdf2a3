import type { FraudRuleBody, FraudRulesBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Select } from "../../design/Field";
import { MoneyField } from "./MoneyField";
import { NumberField } from "./NumberField";
import { Rows } from "./Rows";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const KINDS = [
  "account",
  "card",
  "address",
  "device",
  "declined",
  "countries",
  "first-order",
] as const satisfies FraudRuleBody["kind"][];

/** What speaks against an order, and what follows. */
export function FraudSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, faulty } = form;
  const rules = values.fraud;
  const currency = values.currency ?? "";
  const put = (change: Partial<FraudRulesBody>) => form.set("fraud", { ...rules, ...change });
  const nameOf = (kind: FraudRuleBody["kind"]) => t(`guard.kind.${kind}`);
  return (
    <SettingsSection id="fraud" title={t("guard.title")} text={t("guard.text")} form={form}>
      <Check
        label={t("guard.on")}
        checked={rules.on}
        onChange={({ target }) => put({ on: target.checked })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <NumberField
          label={t("guard.holdFrom")}
          value={rules.holdFrom}
          onNumber={(holdFrom) => put({ holdFrom })}
          error={faulty === "fraud.holdFrom" ? t("guard.pointsFault") : null}
        />
        <NumberField
          label={t("guard.refuseFrom")}
          value={rules.refuseFrom}
          onNumber={(refuseFrom) => put({ refuseFrom })}
          error={faulty === "fraud.refuseFrom" ? t("guard.refuseFault") : null}
        />
      </div>
      <Rows
        rows={rules.rules}
        nameOf={(one) => nameOf(one.kind)}
        onChange={(next) => put({ rules: next })}
      >
        {(one, change, at) => (
          <div className="grid items-end gap-3 sm:grid-cols-2">
            <Select
              label={t("guard.rule")}
              items={KINDS}
              nameOf={nameOf}
              value={one.kind}
              onChoose={(kind) =>
                kind && change({ ...one, kind, currency: one.currency || currency })
              }
            />
            <NumberField
              label={t("guard.points")}
              value={one.points}
              onNumber={(points) => change({ ...one, points })}
              error={faulty === `fraud.rules[${at}].points` ? t("guard.pointsFault") : null}
            />
            {one.kind === "first-order" ? (
              <MoneyField
                label={t("guard.amount")}
                currency={one.currency || currency}
                value={one.amount}
                error={faulty?.startsWith(`fraud.rules[${at}]`) ? t("form.amountBad") : null}
                onAmount={(amount) =>
                  change({ ...one, amount: amount ?? 0, currency: one.currency || currency })
                }
              />
            ) : (
              one.kind !== "countries" && (
                <>
                  <NumberField
                    label={t("guard.most")}
                    value={one.most}
                    onNumber={(most) => change({ ...one, most })}
                    error={faulty === `fraud.rules[${at}].most` ? t("guard.mostFault") : null}
                  />
                  <NumberField
                    label={t("guard.hours")}
                    value={one.hours}
                    onNumber={(hours) => change({ ...one, hours })}
                    error={faulty === `fraud.rules[${at}].hours` ? t("guard.hoursFault") : null}
                  />
                </>
              )
            )}
          </div>
        )}
      </Rows>
      <Button
        type="button"
        icon="plus"
        disabled={rules.rules.length >= 30}
        onClick={() =>
          put({
            rules: [
              ...rules.rules,
              { kind: "account", points: 30, most: 5, hours: 24, amount: 0, currency },
            ],
          })
        }
      >
        {t("guard.add")}
      </Button>
    </SettingsSection>
  );
}
