import type { MethodBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Field } from "../../design/Field";
import { NamesByLanguage } from "../../design/NamesByLanguage";
import { Notice } from "../../design/Notice";
import { DispatchFields } from "./DispatchFields";
import { MethodMore } from "./MethodMore";
import { MoneyField } from "./MoneyField";
import { Rows } from "./Rows";
import { SettingsSection } from "./SettingsSection";
import { ShippingTry } from "./ShippingTry";
import { useSettingsForm } from "./settings";
import { ZoneRows } from "./ZoneRows";

/** The ways in which the shop delivers, each at one price; none: nothing is charged. */
export function DeliverySection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  const { currency } = values;
  const methods = values.shippingMethods;
  const change = (next: MethodBody[]) => set("shippingMethods", next);
  return (
    <SettingsSection
      id="delivery"
      title={t("charges.delivery.title")}
      text={t("charges.delivery.text")}
      form={form}
    >
      {currency === null ? (
        <Notice tone="held" title={t("charges.noCurrency")} />
      ) : (
        <>
          <Rows
            rows={methods}
            nameOf={(one) => one.name || t("charges.delivery.unnamed")}
            onChange={change}
          >
            {(method, put, at) => (
              <div className="grid items-start gap-3 sm:grid-cols-3">
                <Field
                  label={t("staff.column.name")}
                  value={method.name}
                  maxLength={80}
                  onChange={(event) => put({ ...method, name: event.target.value })}
                  error={faulty === `shippingMethods[${at}].name` ? t("charges.fault.name") : null}
                />
                <MoneyField
                  label={t("charges.delivery.price")}
                  currency={method.currency}
                  value={method.price}
                  onAmount={(price) => put({ ...method, price: price ?? Number.NaN })}
                  error={
                    faulty === `shippingMethods[${at}].price` ? t("charges.fault.amount") : null
                  }
                />
                <MoneyField
                  label={t("charges.delivery.freeOver")}
                  currency={method.currency}
                  value={method.freeOver}
                  onAmount={(freeOver) => put({ ...method, freeOver })}
                  error={
                    faulty === `shippingMethods[${at}].freeOver` ? t("charges.fault.amount") : null
                  }
                />
                <Check
                  label={t("charges.delivery.toAddress")}
                  checked={method.toAddress}
                  onChange={({ target }) =>
                    put({
                      ...method,
                      toAddress: target.checked,
                      pickup: target.checked ? "" : method.pickup,
                    })
                  }
                />
                <NamesByLanguage
                  className="sm:col-span-3"
                  names={method.translations}
                  maxLength={80}
                  onChange={(translations) => put({ ...method, translations })}
                />
                <MethodMore
                  method={method}
                  zones={values.shippingZones}
                  onChange={put}
                  faulty={(name) => faulty === `shippingMethods[${at}].${name}`}
                />
              </div>
            )}
          </Rows>
          <Button
            type="button"
            icon="plus"
            disabled={methods.length >= 50}
            onClick={() =>
              change([
                ...methods,
                {
                  id: freeId(methods),
                  name: "",
                  price: 0,
                  currency,
                  freeOver: null,
                  toAddress: true,
                  zones: [],
                  rates: [],
                  pickup: "",
                  daysFrom: null,
                  daysTo: null,
                  translations: {},
                },
              ])
            }
          >
            {t("charges.delivery.add")}
          </Button>
          {methods.length > 1 && (
            <p className="text-13 text-ink-soft">{t("charges.delivery.first")}</p>
          )}
          {(methods.length > 0 || values.shippingZones.length > 0) && (
            <>
              <ZoneRows
                zones={values.shippingZones}
                onChange={(zones) => set("shippingZones", zones)}
                faulty={faulty ?? undefined}
              />
              <DispatchFields
                dispatch={values.dispatch}
                onChange={(dispatch) => set("dispatch", dispatch)}
                faulty={faulty ?? undefined}
              />
              <ShippingTry values={values} />
            </>
          )}
        </>
      )}
    </SettingsSection>
  );
}

function freeId(methods: MethodBody[]): string {
  let number = methods.length + 1;
  while (methods.some((one) => one.id === `way-${number}`)) number += 1;
  return `way-${number}`;
}
