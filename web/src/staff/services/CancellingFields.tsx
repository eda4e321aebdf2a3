import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import type { PartProps } from "./parts";
import { MOVE_FEES, type PolicyTyped } from "./serviceForm";

/** What cancelling costs, and how often a client may move it. */
export function CancellingFields(props: PartProps) {
  const { form, change } = props;
  const { t } = useLanguage();
  return (
    <Panel title={t("services.cancelling")} text={t("services.cancellingText")}>
      <div className="space-y-4">
        <Choice
          legend={t("services.whosePolicy")}
          value={form.ownPolicy ? "own" : "usual"}
          onChange={(value) => change({ ownPolicy: value === "own" })}
          items={(["usual", "own"] as const).map((value) => ({
            value,
            label: t(`services.policies.${value}`),
          }))}
        />
        {form.ownPolicy && <PolicyFields {...props} currency={form.currency} />}
      </div>
    </Panel>
  );
}

interface PolicyProps {
  form: PolicyTyped;
  change: (next: Partial<PolicyTyped>) => void;
  errorOf: PartProps["errorOf"];
  /** Of amounts; for all services there is none. */
  currency?: string;
}

/** Steps of what is kept, the weather, how often and until when it may be moved. */
export function PolicyFields({ form, change, errorOf, currency }: PolicyProps) {
  const { t } = useLanguage();
  const put = (at: number, next: Partial<PolicyTyped["steps"][number]>) =>
    change({ steps: form.steps.map((one, place) => (place === at ? { ...one, ...next } : one)) });
  const wrong = errorOf("policy.steps");
  return (
    <>
      {form.steps.length === 0 && <p className="text-ink-soft">{t("services.alwaysFree")}</p>}
      {form.steps.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name, and all is typed in the form
        <div key={at} className="grid grid-cols-1 items-end gap-3 sm:grid-cols-3">
          <Field
            label={t("services.stepHours", { place: at + 1 })}
            inputMode="decimal"
            value={one.hours}
            error={wrong}
            onChange={({ target }) => put(at, { hours: target.value })}
          />
          <AmountField
            label={t("services.stepPercent", { place: at + 1 })}
            currency="%"
            value={one.percent}
            onChange={({ target }) => put(at, { percent: target.value })}
          />
          <Button
            type="button"
            size="s"
            kind="plain"
            onClick={() => change({ steps: form.steps.toSpliced(at, 1) })}
          >
            {t("form.removeNamed", { name: t("services.step.named", { place: at + 1 }) })}
          </Button>
        </div>
      ))}
      <Button
        type="button"
        size="s"
        onClick={() => change({ steps: [...form.steps, { hours: "", percent: "" }] })}
      >
        {t("services.addStep")}
      </Button>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
        <AmountField
          label={t("services.weather")}
          currency="%"
          value={form.weather}
          error={errorOf("policy.weather") ?? errorOf("policy.percent")}
          onChange={({ target }) => change({ weather: target.value })}
        />
        <Field
          label={t("services.moves")}
          inputMode="numeric"
          value={form.moves}
          error={errorOf("policy.moves")}
          onChange={({ target }) => change({ moves: target.value })}
        />
        <Field
          label={t("services.moveHours")}
          inputMode="decimal"
          value={form.moveHours}
          onChange={({ target }) => change({ moveHours: target.value })}
        />
        <Field
          label={t("services.noShow")}
          hint={t("services.noShowHint")}
          inputMode="numeric"
          value={form.noShow}
          error={errorOf("policy.no_show")}
          onChange={({ target }) => change({ noShow: target.value })}
        />
      </div>
      <Choice
        legend={t("services.moveFee")}
        value={form.moveFee}
        items={MOVE_FEES.filter((one) => one !== "amount" || currency).map((value) => ({
          value,
          label: t(`services.moveFees.${value}`),
        }))}
        onChange={(moveFee) => change({ moveFee: moveFee as PolicyTyped["moveFee"] })}
      />
      {form.moveFee !== "none" && (
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
          <AmountField
            label={t("services.feeValue")}
            currency={form.moveFee === "percent" ? "%" : (currency ?? "")}
            value={form.feeValue}
            error={errorOf("policy.move_fee")}
            onChange={({ target }) => change({ feeValue: target.value })}
          />
          <Field
            label={t("services.feeHours")}
            hint={t("services.feeHoursHint")}
            inputMode="decimal"
            value={form.feeHours}
            onChange={({ target }) => change({ feeHours: target.value })}
          />
        </div>
      )}
    </>
  );
}
