import { useQuery } from "@tanstack/react-query";
import type { RateBody, SettingsShown } from "../../base/api/schema";
import { categoriesQuery, indented } from "../../base/categories";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Button } from "../../design/Button";
import { Check, Field, Select } from "../../design/Field";
import { NamesByLanguage } from "../../design/NamesByLanguage";
import { servicesQuery } from "../services/queries";
import { OneProduct } from "./OneProduct";
import { PercentField } from "./PercentField";
import { Rows } from "./Rows";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const ONE_PRODUCT = "product";
const SERVICES = "services";
const NEW_RATE = {
  name: "",
  rate: 0,
  region: "",
  categoryId: null,
  productId: null,
  translations: {},
  services: false,
  serviceId: null,
};

/** What a rate is of, as it is chosen: a category's or a service's id, or one of the words above. */
const chosen = (rate: RateBody) => {
  if (rate.services) return rate.serviceId ?? SERVICES;
  return rate.productId === null ? rate.categoryId : ONE_PRODUCT;
};

const ofWhat = (id: string | null, ofService: boolean) => ({
  services: id === SERVICES || ofService,
  serviceId: ofService ? id : null,
  productId: id === ONE_PRODUCT ? "" : null,
  categoryId: id === SERVICES || id === ONE_PRODUCT || ofService ? null : id,
});

/** Rates of tax by place, and whether prices contain it; none: no tax is charged. */
export function TaxSection({ shown }: { shown: SettingsShown }) {
  const { t, locale } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  const rates = values.taxRates;
  const change = (next: RateBody[]) => set("taxRates", next);
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(categories.map((one) => [one.id, indented(one)]));
  const may = useMay()("GET /api/staff/services");
  const services = useQuery({ ...servicesQuery, enabled: may }).data?.services ?? [];
  const ofServices = new Map(
    services.map((one) => [one.id, t("charges.tax.oneService", { name: nameIn(one, locale) })]),
  );
  for (const one of rates) {
    if (one.serviceId !== null && !ofServices.has(one.serviceId)) {
      ofServices.set(one.serviceId, t("charges.tax.oneService", { name: one.serviceId.slice(-6) }));
    }
  }
  const said: Record<string, string> = {
    [SERVICES]: t("charges.tax.services"),
    [ONE_PRODUCT]: t("charges.tax.oneProduct"),
  };
  const error = (at: number, name: keyof RateBody) => faulty === `taxRates[${at}].${name}`;
  return (
    <SettingsSection
      id="tax"
      title={t("charges.tax.title")}
      text={t("charges.tax.text")}
      form={form}
    >
      <Rows rows={rates} nameOf={(one) => one.name || t("charges.tax.unnamed")} onChange={change}>
        {(rate, put, at) => (
          <div className="grid gap-3 sm:grid-cols-3">
            <Field
              label={t("staff.column.name")}
              value={rate.name}
              maxLength={80}
              onChange={(event) => put({ ...rate, name: event.target.value })}
              error={error(at, "name") ? t("charges.fault.name") : null}
            />
            <PercentField
              label={t("charges.tax.rate")}
              value={rate.rate}
              onRate={(value) => put({ ...rate, rate: value })}
              error={error(at, "rate") ? t("charges.fault.rate") : null}
            />
            <Field
              label={t("charges.tax.region")}
              hint={t("charges.tax.regionHint")}
              value={rate.region}
              maxLength={6}
              autoCapitalize="characters"
              onChange={(event) => put({ ...rate, region: event.target.value.toUpperCase() })}
              error={error(at, "region") ? t("charges.fault.region") : null}
            />
            <Select
              className="sm:col-span-3"
              label={t("charges.tax.category")}
              none={t("charges.tax.allGoods")}
              hint={rate.services ? t("charges.tax.servicesHint") : undefined}
              items={[SERVICES, ...ofServices.keys(), ONE_PRODUCT, ...names.keys()]}
              nameOf={(id) => said[id] ?? ofServices.get(id) ?? names.get(id) ?? id}
              value={chosen(rate)}
              onChoose={(id) =>
                put({ ...rate, ...ofWhat(id ?? null, id != null && ofServices.has(id)) })
              }
            />
            {rate.productId !== null && (
              <div className="sm:col-span-3">
                <OneProduct
                  id={rate.productId}
                  error={error(at, "productId") ? t("charges.fault.product") : undefined}
                  onChange={(productId) => put({ ...rate, productId })}
                />
              </div>
            )}
            <NamesByLanguage
              className="sm:col-span-3"
              names={rate.translations}
              maxLength={80}
              onChange={(translations) => put({ ...rate, translations })}
            />
          </div>
        )}
      </Rows>
      <Button
        type="button"
        icon="plus"
        disabled={rates.length >= 500}
        onClick={() => change([...rates, NEW_RATE])}
      >
        {t("charges.tax.add")}
      </Button>
      <Field
        name="region"
        label={t("charges.tax.home")}
        hint={t("charges.tax.homeHint")}
        value={values.region ?? ""}
        maxLength={6}
        onChange={(event) => set("region", event.target.value.toUpperCase() || null)}
        error={faulty === "region" ? t("charges.fault.region") : null}
      />
      <div className="flex flex-col">
        <Check
          label={t("charges.tax.included")}
          checked={values.taxIncluded}
          onChange={(event) => set("taxIncluded", event.target.checked)}
        />
        <Check
          label={t("charges.tax.onShipping")}
          checked={values.taxOnShipping}
          onChange={(event) => set("taxOnShipping", event.target.checked)}
        />
      </div>
    </SettingsSection>
  );
}
