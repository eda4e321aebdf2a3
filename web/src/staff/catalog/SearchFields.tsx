import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale } from "../../base/i18n/setup";
import { Field, TextArea } from "../../design/Field";

export interface SearchWords {
  searchTitle: string;
  searchDescription: string;
}

interface Props {
  /** Where the fields stand in the form, as the server names them. */
  at: string;
  value: SearchWords;
  lang?: Locale;
  /** What is shown where nothing is typed. */
  name: string;
  onChange: (next: Partial<SearchWords>) => void;
}

/** What search engines show of a product, where that is not its name and first words. */
export function SearchFields({ at, value, lang, name, onChange }: Props) {
  const { t } = useLanguage();
  const of = lang ? ` (${LOCALE_NAMES[lang]})` : "";
  return (
    <>
      <Field
        name={`${at}.title`}
        label={`${t("products.search.title")}${of}`}
        hint={lang ? undefined : t("products.search.titleHint")}
        lang={lang}
        placeholder={name}
        maxLength={255}
        value={value.searchTitle}
        onChange={({ target }) => onChange({ searchTitle: target.value })}
      />
      <TextArea
        name={`${at}.description`}
        label={`${t("products.search.description")}${of}`}
        hint={lang ? undefined : t("products.search.descriptionHint")}
        lang={lang}
        rows={2}
        maxLength={500}
        value={value.searchDescription}
        onChange={({ target }) => onChange({ searchDescription: target.value })}
      />
    </>
  );
}
