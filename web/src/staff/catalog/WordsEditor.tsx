import { useEffect, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { TextEditor } from "../desk/TextEditor";
import type { OptionForm, ProductForm } from "./form";
import { SearchFields } from "./SearchFields";
import type { Told } from "./save";
import { NO_WORDS, optionWords, type WordsForm } from "./wordsForm";

interface Props {
  form: ProductForm;
  told: Told;
  onChange: (texts: ProductForm["texts"]) => void;
}

/** What it is called in the shop's languages, beside the words above. */
export function WordsEditor({ form, told, onChange }: Props) {
  const { t, locale: own } = useLanguage();
  const locales = shopLocales();
  const [shown, setShown] = useState<Locale>(
    locales.find((one) => form.texts[one]) ?? locales.find((one) => one !== own) ?? own,
  );
  const atFault = locales.find((one) =>
    Object.keys(told).some((path) => path.startsWith(`texts.${one}`)),
  );
  useEffect(() => {
    if (atFault) setShown(atFault);
  }, [atFault]);
  const [asked, setAsked] = useState(false);
  const open = asked || Boolean(atFault) || Object.keys(form.texts).length > 0;
  const words = { ...NO_WORDS, ...form.texts[shown] };
  const write = (next: Partial<WordsForm>) =>
    onChange({ ...form.texts, [shown]: { ...words, ...next } });
  const at = `texts.${shown}`;
  if (!open)
    return (
      <Panel title={t("products.languages")}>
        <Button icon="plus" onClick={() => setAsked(true)}>
          {t("products.translate")}
        </Button>
      </Panel>
    );
  return (
    <Panel title={t("products.languages")}>
      <div className="space-y-4">
        <p className="text-13 text-ink-soft">{t("products.languagesHint")}</p>
        <Choice
          legend={t("shell.language")}
          value={shown}
          onChange={(value) => setShown(value as Locale)}
          items={locales.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
        <Field
          name={`${at}.name`}
          label={`${t("staff.column.name")} (${LOCALE_NAMES[shown]})`}
          lang={shown}
          placeholder={form.name}
          maxLength={255}
          value={words.name}
          error={told[`${at}.name`] ?? told[at]}
          onChange={({ target }) => write({ name: target.value })}
        />
        <TextEditor
          key={shown}
          name={`${at}.description`}
          label={`${t("product.description")} (${LOCALE_NAMES[shown]})`}
          lang={shown}
          rows={4}
          text={words.text}
          html={words.html}
          error={told[`${at}.description`]}
          onChange={write}
        />
        <SearchFields
          key={`search ${shown}`}
          at={`${at}.search`}
          value={words}
          lang={shown}
          name={words.name || form.name}
          onChange={write}
        />
        {form.options.map((option, place) => (
          <OptionWordsFields
            key={option.key}
            option={option}
            at={`${at}.options[${place}]`}
            lang={shown}
            words={words}
            told={told}
            onChange={write}
          />
        ))}
      </div>
    </Panel>
  );
}

interface OptionProps {
  option: OptionForm;
  at: string;
  lang: Locale;
  words: WordsForm;
  told: Told;
  onChange: (next: Partial<WordsForm>) => void;
}

function OptionWordsFields({ option, at, lang, words, told, onChange }: OptionProps) {
  const said = optionWords(words, option.key);
  const write = (next: Partial<typeof said>) =>
    onChange({ options: { ...words.options, [option.key]: { ...said, ...next } } });
  const field = (name: string, of: string, value: string, set: (typed: string) => void) => (
    <Field
      key={name}
      dense
      name={name}
      label={of}
      lang={lang}
      placeholder={of}
      maxLength={100}
      value={value}
      error={told[name]}
      onChange={({ target }) => set(target.value)}
    />
  );
  if (!option.name) return null;
  return (
    <fieldset className="grid grid-cols-1 gap-2 sm:grid-cols-2">
      <legend className="sr-only">{`${option.name} (${LOCALE_NAMES[lang]})`}</legend>
      <div className="sm:col-span-2">
        {field(`${at}.name`, option.name, said.name, (name) => write({ name }))}
      </div>
      {option.values.map((value, place) =>
        field(`${at}.values[${place}]`, value.text, said.values[value.key] ?? "", (typed) =>
          write({ values: { ...said.values, [value.key]: typed } }),
        ),
      )}
    </fieldset>
  );
}
