import { useQuery } from "@tanstack/react-query";
import type { StaffAttribute } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import type { ProductForm } from "./form";
import { attributesQuery } from "./queries";
import type { Told } from "./save";
import { usePlaces } from "./whose";

type Values = ProductForm["attributes"];

interface Props {
  values: Values;
  told: Told;
  onChange: (values: Values) => void;
}

/** What describes the product: a field for each attribute that the shop has. */
export function AttributesEditor({ values, told, onChange }: Props) {
  const { t } = useLanguage();
  const known = useQuery(attributesQuery(usePlaces().shop)).data?.attributes ?? [];
  if (known.length === 0) return null;
  const set = (code: string, value: Values[string] | undefined) => {
    const { [code]: _, ...rest } = values;
    onChange(value === undefined || value === "" ? rest : { ...rest, [code]: value });
  };
  return (
    <Panel title={t("products.attributes")}>
      <div className="grid grid-cols-2 items-start gap-3 md:grid-cols-4">
        {known.map((one) => (
          <AttributeField
            key={one.code}
            attribute={one}
            value={values[one.code]}
            error={told[`attributes.${one.code}`]}
            onChange={(value) => set(one.code, value)}
          />
        ))}
      </div>
    </Panel>
  );
}

interface FieldProps {
  attribute: StaffAttribute;
  value: Values[string] | undefined;
  error?: string;
  onChange: (value: Values[string] | undefined) => void;
}

function AttributeField({ attribute, value, error, onChange }: FieldProps) {
  const { t } = useLanguage();
  const { code, kind, unit } = attribute;
  const label = unit ? `${attribute.name}, ${unit}` : attribute.name;
  const shared = { name: `attributes.${code}`, label, error };
  if (kind === "bool")
    return (
      <Select
        {...shared}
        none={t("products.notSaid")}
        items={["true", "false"] as const}
        nameOf={(word) => t(`products.yesNo.${word}`)}
        value={value === undefined ? undefined : value ? "true" : "false"}
        onChoose={(word) => onChange(word && word === "true")}
      />
    );
  if (kind === "choice")
    return (
      <Select
        {...shared}
        none={t("products.notSaid")}
        items={attribute.values}
        nameOf={(word) => word}
        value={value === undefined ? undefined : String(value)}
        onChoose={onChange}
      />
    );
  return (
    <Field
      {...shared}
      dense
      type={kind === "number" ? "number" : "text"}
      step="any"
      maxLength={255}
      value={value === undefined ? "" : String(value)}
      onChange={({ target }) =>
        onChange(kind === "number" && target.value !== "" ? Number(target.value) : target.value)
      }
    />
  );
}
