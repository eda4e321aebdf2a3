import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES } from "../../base/i18n/setup";
import { Field, TextArea } from "../../design/Field";
import { type FieldsProps, said, wordsOf } from "./form";

interface Props extends FieldsProps {
  name: "title" | "link" | "alt" | "text";
  error?: string;
  hint?: string;
}

const MOST = { title: 200, link: 60, alt: 200, text: 2000 };

/** One of a block's texts, in the language that is chosen. */
export function Words({ draft, locale, onChange, name, error, hint }: Props) {
  const { t } = useLanguage();
  const about = {
    label: `${t(`front.words.${name}`)} (${LOCALE_NAMES[locale]})`,
    lang: locale,
    value: wordsOf(draft, locale)[name],
    maxLength: MOST[name],
    error,
    hint,
  };
  if (name === "text") {
    const write = (text: string) => onChange(said(draft, locale, { text }));
    return <TextArea {...about} rows={3} onChange={(event) => write(event.target.value)} />;
  }
  const write = (text: string) => onChange(said(draft, locale, { [name]: text }));
  return <Field {...about} onChange={(event) => write(event.target.value)} />;
}
