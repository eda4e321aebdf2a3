import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { currenciesOf } from "../../rooms/wallets/currencies";
import { LevelRows } from "./LevelRows";
import type { PartProps } from "./parts";
import {
  DEPOSIT_RULES,
  newUplift,
  PRICE_RULES,
  type ServiceForm,
  type UpliftTyped,
} from "./serviceForm";
import { WeekdayChecks } from "./WeekdayChecks";

/** What it costs: flat, by the hour or the head, by who photographs, and when; and what of it is
 * paid to book. */
export function PriceFields(props: PartProps) {
  const { form, change, errorOf } = props;
  const { t, formats } = useLanguage();
  const shop = useQuery(configQuery).data?.currency;
  return (
    <Panel title={t("services.price")}>
      <div className="space-y-4">
        <Choice
          legend={t("services.priceRule")}
          value={form.priceRule}
          onChange={(value) => change({ priceRule: value as ServiceForm["priceRule"] })}
          items={PRICE_RULES.map((value) => ({
            value,
            label: t(`services.priceRules.${value}`),
          }))}
        />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <AmountField
            label={t("services.amount")}
            currency={form.currency}
            value={form.amount}
            error={errorOf("price.amount")}
            onChange={({ target }) => change({ amount: target.value })}
          />
          <Select
            label={t("services.currency")}
            items={[...new Set([form.currency, ...currenciesOf(shop)])].filter(Boolean)}
            nameOf={(each) => formats.currencyName(each)}
            value={form.currency}
            onChoose={(each = form.currency) => change({ currency: each })}
            error={errorOf("currency")}
          />
        </div>
        <LevelRows
          legend={t("services.levels")}
          rows={form.levels}
          value={{
            name: "amount",
            label: (place) => t("services.levelAmount", { place }),
            unit: form.currency,
          }}
          fresh={{ level: "", amount: "" }}
          at="price.levels"
          errorOf={errorOf}
          onChange={(levels) => change({ levels })}
        />
        <Uplifts {...props} />
        <Choice
          legend={t("services.deposit")}
          value={form.depositRule}
          onChange={(value) => change({ depositRule: value as ServiceForm["depositRule"] })}
          items={DEPOSIT_RULES.map((value) => ({
            value,
            label: t(`services.depositRules.${value}`),
          }))}
        />
        {form.depositRule !== "none" && (
          <AmountField
            label={t("services.depositValue")}
            currency={form.depositRule === "percent" ? "%" : form.currency}
            value={form.deposit}
            error={errorOf("deposit.value")}
            onChange={({ target }) => change({ deposit: target.value })}
          />
        )}
      </div>
    </Panel>
  );
}

function Uplifts({ form, change, errorOf }: PartProps) {
  const { t } = useLanguage();
  const put = (at: number, next: Partial<UpliftTyped>) =>
    change({
      uplifts: form.uplifts.map((one, place) => (place === at ? { ...one, ...next } : one)),
    });
  return (
    <fieldset className="space-y-3">
      <legend className="text-13 font-medium text-ink-soft">{t("services.uplifts")}</legend>
      {form.uplifts.map((one, at) => {
        const field = `price.uplifts[${at}]`;
        const name = t("services.uplift", { place: at + 1 });
        const days = errorOf(`${field}.weekdays`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <fieldset key={at} className="space-y-3 border-b border-line pb-4">
            <legend className="font-medium">{name}</legend>
            <WeekdayChecks days={one.weekdays} onChange={(weekdays) => put(at, { weekdays })} />
            {days && (
              <p role="alert" className="text-13 text-danger">
                {days}
              </p>
            )}
            <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-3">
              <Field
                type="time"
                label={t("services.upliftFrom")}
                value={one.start}
                error={errorOf(`${field}.start`)}
                onChange={({ target }) => put(at, { start: target.value })}
              />
              <Field
                type="time"
                label={t("services.upliftUntil")}
                value={one.end}
                error={errorOf(`${field}.end`)}
                onChange={({ target }) => put(at, { end: target.value })}
              />
              <AmountField
                label={t("services.percentMore")}
                currency="%"
                value={one.percent}
                error={errorOf(`${field}.percent`)}
                onChange={({ target }) => put(at, { percent: target.value })}
              />
            </div>
            <Button
              type="button"
              size="s"
              kind="plain"
              onClick={() => change({ uplifts: form.uplifts.toSpliced(at, 1) })}
            >
              {t("form.removeNamed", { name })}
            </Button>
          </fieldset>
        );
      })}
      <Button
        type="button"
        size="s"
        onClick={() => change({ uplifts: [...form.uplifts, newUplift()] })}
      >
        {t("services.addUplift")}
      </Button>
    </fieldset>
  );
}
