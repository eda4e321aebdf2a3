import { type KeyboardEvent, useState } from "react";
import type { StaffProduct } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, IconButton } from "../../design/Button";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import {
  countOf,
  freshKey,
  MAX_OPTIONS,
  MAX_VARIANTS,
  type OptionForm,
  type ProductForm,
  recombined,
  sameChoices,
  tooMany,
  type VariantForm,
  valuesOf,
} from "./form";
import type { Told } from "./save";

interface Props {
  form: ProductForm;
  product: StaffProduct | null;
  told: Told;
  onChange: (next: Pick<ProductForm, "options" | "variants">) => void;
}

/** What buyers choose: each option with its values. The variants follow. */
export function OptionsEditor({ form, product, told, onChange }: Props) {
  const { t } = useLanguage();
  const [kept, setKept] = useState("");
  const { options, variants } = form;

  /** Takes the options over, unless a variant that would go is in stock; whether it did. */
  const change = (next: OptionForm[]): boolean => {
    if (sameChoices(options, next)) {
      setKept("");
      onChange({ options: next, variants });
      return true;
    }
    if (countOf(next) > MAX_VARIANTS) {
      setKept(t("products.fault.variants"));
      return false;
    }
    const rows = recombined(next, variants);
    const stays = new Set(rows.map(({ key }) => key));
    const gone = variants.filter((one) => !stays.has(one.key));
    const stocked = gone.find((one) => onHand(product, one) > 0);
    if (stocked) {
      const name = valuesOf(form, stocked).join(", ");
      setKept(t("products.stocked", { name, count: onHand(product, stocked) }));
    } else if (tooMany(rows)) setKept(t("products.fault.variants"));
    else {
      setKept("");
      onChange({ options: next, variants: rows });
      return true;
    }
    return false;
  };
  const edit = (key: string, part: Partial<OptionForm>) =>
    change(options.map((option) => (option.key === key ? { ...option, ...part } : option)));

  return (
    <Panel title={t("products.options")}>
      <div className="space-y-6">
        {options.length === 0 && <p className="text-ink-soft">{t("products.optionsHint")}</p>}
        {options.map((option, place) => (
          <OptionFields
            key={option.key}
            option={option}
            at={`options[${place}]`}
            told={told}
            onChange={(part) => edit(option.key, part)}
            onRemove={() => change(options.filter(({ key }) => key !== option.key))}
          />
        ))}
        {kept && (
          <p role="alert" className="text-13 text-danger">
            {kept}
          </p>
        )}
        {options.length < MAX_OPTIONS && (
          <Button
            icon="plus"
            onClick={() => change([...options, { key: freshKey(), name: "", values: [] }])}
          >
            {t("products.addOption")}
          </Button>
        )}
      </div>
    </Panel>
  );
}

function onHand(product: StaffProduct | null, variant: VariantForm): number {
  return product?.variants.find(({ id }) => id === variant.id)?.onHand ?? 0;
}

interface OptionProps {
  option: OptionForm;
  at: string;
  told: Told;
  /** Whether it was taken over. */
  onChange: (part: Partial<OptionForm>) => boolean;
  onRemove: () => void;
}

function OptionFields({ option, at, told, onChange, onRemove }: OptionProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const { values } = option;
  const add = () => {
    const words = typed.split(",").map((word) => word.trim());
    const fresh = words.filter((word) => word && !values.some(({ text }) => text === word));
    const more = fresh.map((text) => ({ key: freshKey(), text }));
    // What was refused stays to be shortened.
    if (more.length === 0 || onChange({ values: [...values, ...more] })) setTyped("");
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset className="space-y-3">
      <legend className="sr-only">{option.name || t("products.option")}</legend>
      <div className="flex items-end gap-2">
        <Field
          className="grow"
          name={`${at}.name`}
          label={t("products.optionName")}
          placeholder={t("products.optionIdea")}
          value={option.name}
          maxLength={100}
          error={told[`${at}.name`]}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <Button kind="plain" onClick={onRemove}>
          {t("form.remove")}
        </Button>
      </div>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {values.map((value, place) => (
          <Field
            key={value.key}
            bare
            dense
            name={`${at}.values[${place}]`}
            label={t("products.value", { place: place + 1 })}
            value={value.text}
            maxLength={100}
            error={told[`${at}.values[${place}]`]}
            onChange={(event) => {
              const text = event.target.value;
              onChange({
                values: values.map((each) => (each.key === value.key ? { ...each, text } : each)),
              });
            }}
            end={
              <IconButton
                type="button"
                size="s"
                icon="close"
                label={t("form.removeNamed", { name: value.text })}
                onClick={() => onChange({ values: values.filter(({ key }) => key !== value.key) })}
              />
            }
          />
        ))}
        <Field
          bare
          dense
          name={`${at}.values`}
          label={t("products.addValue")}
          placeholder={t("products.addValue")}
          value={typed}
          maxLength={1000}
          error={told[`${at}.values`]}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={keys}
          onBlur={add}
        />
      </div>
    </fieldset>
  );
}
