import type { MethodBody, ShippingRateBody, ZoneBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Field, Select, TextArea } from "../../design/Field";
import { MoneyField } from "./MoneyField";
import { Rows } from "./Rows";

interface Props {
  method: MethodBody;
  zones: ZoneBody[];
  onChange: (method: MethodBody) => void;
  /** Whether this field of the method was refused. */
  faulty: (name: string) => boolean;
}

/** Where a way to deliver is offered, its table of prices, how long it takes. */
export function MethodMore({ method, zones, onChange, faulty }: Props) {
  const { t } = useLanguage();
  const days = (typed: string) => (/^\d+$/.test(typed.trim()) ? Number(typed) : null);
  return (
    <details className="sm:col-span-3">
      <summary className="cursor-pointer text-15 text-accent">{t("charges.more.title")}</summary>
      <div className="mt-3 space-y-4">
        {zones.length > 0 && (
          <fieldset>
            <legend className="text-13 font-medium text-ink-soft">{t("charges.more.zones")}</legend>
            <div className="flex flex-wrap gap-x-4">
              {zones.map(({ id, name }) => (
                <Check
                  key={id}
                  label={name || id}
                  checked={method.zones.includes(id)}
                  onChange={({ target }) =>
                    onChange({
                      ...method,
                      zones: target.checked
                        ? [...method.zones, id]
                        : method.zones.filter((one) => one !== id),
                    })
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label={t("charges.more.daysFrom")}
            inputMode="numeric"
            value={method.daysFrom ?? ""}
            onChange={({ target }) => onChange({ ...method, daysFrom: days(target.value) })}
            error={faulty("daysFrom") ? t("charges.fault.days") : null}
          />
          <Field
            label={t("charges.more.daysTo")}
            inputMode="numeric"
            value={method.daysTo ?? ""}
            onChange={({ target }) => onChange({ ...method, daysTo: days(target.value) })}
            error={faulty("daysTo") ? t("charges.fault.days") : null}
          />
        </div>
        {!method.toAddress && (
          <TextArea
            label={t("charges.more.pickup")}
            rows={2}
            maxLength={400}
            value={method.pickup}
            onChange={({ target }) => onChange({ ...method, pickup: target.value })}
          />
        )}
        <Table method={method} zones={zones} onChange={onChange} faulty={faulty} />
      </div>
    </details>
  );
}

/** The first row that fits is the price. */
function Table({ method, zones, onChange, faulty }: Props) {
  const { t } = useLanguage();
  const names = new Map(zones.map(({ id, name }) => [id, name || id]));
  const whole = (typed: string) => (/^\d+$/.test(typed.trim()) ? Number(typed) : null);
  const change = (rates: ShippingRateBody[]) => onChange({ ...method, rates });
  return (
    <div className="space-y-3">
      <p className="text-13 text-ink-soft">{t("charges.more.tableText")}</p>
      <Rows rows={method.rates} nameOf={() => t("charges.more.row")} onChange={change}>
        {(rate, put, at) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <MoneyField
              label={t("charges.delivery.price")}
              currency={method.currency}
              value={rate.price}
              onAmount={(price) => put({ ...rate, price: price ?? Number.NaN })}
              error={faulty(`rates[${at}].price`) ? t("charges.fault.amount") : null}
            />
            {zones.length > 0 && (
              <Select
                label={t("charges.more.zone")}
                none={t("charges.more.anywhere")}
                items={[...names.keys()]}
                nameOf={(id) => names.get(id) ?? id}
                value={rate.zone || null}
                onChoose={(zone) => put({ ...rate, zone: zone ?? "" })}
              />
            )}
            <Field
              label={t("charges.more.grams")}
              inputMode="numeric"
              value={rate.grams ?? ""}
              onChange={({ target }) => put({ ...rate, grams: whole(target.value) })}
            />
            <MoneyField
              label={t("charges.more.amount")}
              currency={method.currency}
              value={rate.amount}
              onAmount={(amount) => put({ ...rate, amount })}
              error={faulty(`rates[${at}].amount`) ? t("charges.fault.amount") : null}
            />
            <Field
              label={t("charges.more.units")}
              inputMode="numeric"
              value={rate.units ?? ""}
              onChange={({ target }) => put({ ...rate, units: whole(target.value) })}
            />
          </div>
        )}
      </Rows>
      <Button
        type="button"
        size="s"
        icon="plus"
        disabled={method.rates.length >= 100}
        onClick={() =>
          change([
            ...method.rates,
            { price: method.price, zone: "", grams: null, amount: null, units: null },
          ])
        }
      >
        {t("charges.more.addRow")}
      </Button>
    </div>
  );
}
