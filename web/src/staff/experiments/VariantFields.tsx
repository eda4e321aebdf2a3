import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, shopLocales } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Check, Field, Select } from "../../design/Field";
import { PLACES, SENTENCES, type SentenceKey, type VariantForm } from "./form";
import { useSentence } from "./useSentence";

interface Props {
  at: number;
  one: VariantForm;
  fault: (field: string) => string | null;
  onChange: (next: VariantForm) => void;
  onRemove?: () => void;
}

/** What a variant is called, how many see it, and what they see. */
export function VariantFields({ at, one, fault, onChange, onRemove }: Props) {
  const { t } = useLanguage();
  const change = (next: Partial<VariantForm>) => onChange({ ...one, ...next });
  const whole = fault(`variants[${at}]`);
  return (
    <fieldset className="space-y-4 rounded-m border border-line p-4 pt-0">
      <legend className="px-1 font-semibold">
        {t(at === 0 ? "experiments.control" : "experiments.variantOf", { letter: letterOf(at) })}
      </legend>
      {at === 0 && <p className="text-13 text-ink-soft">{t("experiments.controlHint")}</p>}
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        <Field
          label={t("experiments.field.variantName")}
          value={one.name}
          maxLength={100}
          error={fault(`variants[${at}].name`)}
          onChange={({ target }) => change({ name: target.value })}
        />
        <Field
          label={t("experiments.field.weight")}
          inputMode="numeric"
          value={one.weight}
          error={fault(`variants[${at}].weight`)}
          onChange={({ target }) => change({ weight: target.value })}
        />
      </div>
      {at > 0 && (
        <>
          <Sentences at={at} one={one} fault={fault} onChange={onChange} />
          <div className="space-y-2">
            <p className="text-13 font-medium text-ink-soft">{t("experiments.arrangements")}</p>
            {PLACES.map((place) => (
              <Check
                key={place}
                label={t(`experiments.arranged.${place}`)}
                checked={one.arranged.includes(place)}
                onChange={({ target }) =>
                  change({
                    arranged: PLACES.filter((each) =>
                      each === place ? target.checked : one.arranged.includes(each),
                    ),
                  })
                }
              />
            ))}
          </div>
          {whole && (
            <p role="alert" className="text-13 text-danger">
              {whole}
            </p>
          )}
        </>
      )}
      {onRemove && (
        <Button kind="plain" size="s" onClick={onRemove}>
          {t("experiments.removeVariant")}
        </Button>
      )}
    </fieldset>
  );
}

/** Sentences that this variant says, in each of the shop's languages. */
function Sentences({ at, one, fault, onChange }: Omit<Props, "onRemove">) {
  const { t } = useLanguage();
  const sentence = useSentence();
  const words = one.words;
  const said = SENTENCES.filter((key) => words[key]);
  const write = (key: SentenceKey, locale: string, text: string) =>
    onChange({ ...one, words: { ...words, [key]: { ...words[key], [locale]: text } } });
  const remove = (key: SentenceKey) => {
    const { [key]: _, ...rest } = words;
    onChange({ ...one, words: rest });
  };
  return (
    <>
      {said.map((key) => (
        <div key={key} className="space-y-3 border-l-2 border-line pl-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="font-medium wrap-anywhere">{t("word.quoted", { text: sentence(key) })}</p>
            <Button
              kind="plain"
              size="s"
              aria-label={t("experiments.removeSentence", { sentence: sentence(key) })}
              onClick={() => remove(key)}
            >
              {t("experiments.remove")}
            </Button>
          </div>
          {shopLocales().map((locale) => (
            <Field
              key={locale}
              lang={locale}
              label={t("experiments.field.sentence", { language: LOCALE_NAMES[locale] })}
              value={words[key]?.[locale] ?? ""}
              maxLength={120}
              hint={sentence(key).includes("{{") ? t("experiments.values") : undefined}
              error={fault(`variants[${at}].words.${key}.${locale}`)}
              onChange={({ target }) => write(key, locale, target.value)}
            />
          ))}
        </div>
      ))}
      <Select
        label={t("experiments.addSentence")}
        none={t("experiments.chooseSentence")}
        value={null}
        items={SENTENCES.filter((key) => !words[key])}
        nameOf={(key) => `${sentence(key)} (${t(`experiments.where.${pageOf(key)}`)})`}
        onChoose={(key) => key && onChange({ ...one, words: { ...words, [key]: {} } })}
      />
    </>
  );
}

type Page = "product" | "shop" | "home" | "cart" | "checkout" | "paying" | "book";

function pageOf(key: SentenceKey): Page {
  return key.split(".")[0] as Page;
}

export function letterOf(at: number): string {
  return "ABCD"[at] ?? "";
}
