import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select, TextArea } from "../../design/Field";
import { type AddressValues, useAddressRules } from "./queries";

type Name = keyof AddressValues;

const FILLED: Record<Name, string> = {
  country: "country",
  name: "name",
  company: "organization",
  street: "street-address",
  district: "address-level3",
  city: "address-level2",
  region: "address-level1",
  postalCode: "postal-code",
  sortingCode: "off",
  phone: "tel",
  email: "email",
};
const PLACES = ["region", "city", "district"] as const;

interface Props {
  values: AddressValues;
  onChange: (values: AddressValues) => void;
  /** What was refused, whose faults are said at their fields. */
  error: unknown;
  /** What stands before the fields' names in a refusal. */
  at?: string;
  /** Mail is asked for elsewhere. */
  withoutEmail?: boolean;
}

/** The fields of an address, as its country writes it. */
export function AddressFields({ values, onChange, error, at = "", withoutEmail }: Props) {
  const { t, locale } = useLanguage();
  const { country } = values;
  const rules = useAddressRules(values);
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const called = (code: string) => names.of(code) ?? code;
  const countries = [...(rules?.countries ?? [country])].sort((one, other) =>
    called(one).localeCompare(called(other), locale),
  );
  // What was refused is said of a field until something else stands there.
  const [refused, setRefused] = useState({ error, values });
  if (refused.error !== error) setRefused({ error, values });
  const faults = faultsOf(error, at);
  const faultOf = (name: Name | "country") =>
    refused.values[name] === values[name] ? (faults.get(name) ?? null) : null;
  const put = (name: Name, text: string) => onChange({ ...values, [name]: text });
  const fields = (rules?.fields ?? ["name", "street", "postalCode", "city"]) as Name[];
  const kind = (name: Name) => {
    const kinds = rules?.kinds ?? {};
    const said = name in kinds ? `address.kind.${kinds[name]}` : `address.field.${name}`;
    return t(said as "address.field.name");
  };
  const label = (name: Name) =>
    rules && !rules.required.includes(name)
      ? t("address.optional", { field: kind(name) })
      : kind(name);
  const bind = (name: Name) => ({
    name,
    value: values[name],
    maxLength: 200,
    autoComplete: FILLED[name],
    error: faultOf(name),
  });
  const choices = { region: rules?.regions, city: rules?.cities, district: rules?.districts };

  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        className="sm:col-span-2"
        label={t("address.field.country")}
        autoComplete="country"
        name="country"
        items={countries}
        nameOf={called}
        value={country}
        error={faultOf("country")}
        onChoose={(code) =>
          code && onChange({ ...values, country: code, region: "", city: "", district: "" })
        }
      />
      {fields.map((name) => {
        const place = PLACES.find((one) => one === name);
        const known = place && choices[place];
        if (known && known.length > 0)
          return (
            <Select
              key={name}
              label={label(name)}
              name={name}
              autoComplete={FILLED[name]}
              items={known.map(({ key }) => key)}
              nameOf={(key) =>
                nameIn(
                  known.find((one) => one.key === key),
                  locale,
                )
              }
              none={t("address.choose")}
              value={known.some(({ key }) => key === values[name]) ? values[name] : null}
              error={faultOf(name)}
              onChoose={(key) => put(name, key ?? "")}
            />
          );
        if (name === "street")
          return (
            <TextArea
              key={name}
              className="sm:col-span-2"
              label={label(name)}
              rows={2}
              {...bind(name)}
              maxLength={400}
              onChange={(event) => put(name, event.target.value)}
            />
          );
        const example = name === "postalCode" ? rules?.postalCodeExample : null;
        return (
          <Field
            key={name}
            label={label(name)}
            {...bind(name)}
            hint={example && t("address.example", { example })}
            onChange={(event) => put(name, event.target.value)}
          />
        );
      })}
      <Field
        label={t("address.optional", { field: t("address.field.phone") })}
        type="tel"
        {...bind("phone")}
        onChange={(event) => put("phone", event.target.value)}
      />
      {!withoutEmail && (
        <Field
          label={t("address.optional", { field: t("address.field.email") })}
          type="email"
          {...bind("email")}
          onChange={(event) => put("email", event.target.value)}
        />
      )}
    </div>
  );
}

/** In the reader's letters if there is such a name: its own script first, Latin last. */
function nameIn(place: { names: string[] } | undefined, locale: string): string {
  const names = place?.names ?? [];
  return (locale === "en" ? names.at(-1) : names[0]) ?? "";
}

function faultsOf(error: unknown, at: string): Map<string, string> {
  if (!error) return new Map();
  const { code, body } = asProblem(error);
  if (code !== "address-invalid" && code !== "invalid-request") return new Map();
  const errors = body.errors ?? [];
  return new Map(errors.map(({ field, detail }) => [field.replace(at, ""), detail]));
}

/** Whether all that was refused is said at a field. */
export function saidAtFields(error: unknown): boolean {
  return Boolean(error) && asProblem(error).code === "address-invalid";
}
