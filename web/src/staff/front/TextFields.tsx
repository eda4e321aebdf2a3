import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale } from "../../base/i18n/setup";
import { TextEditor } from "../desk/TextEditor";
import { htmlOf, isPlain, textOf } from "../desk/text";
import { type Draft, type FieldsProps, said, wordsOf } from "./form";
import { Words } from "./Words";

/** A few paragraphs under a title. */
export function TextFields(props: FieldsProps) {
  return (
    <>
      <Words {...props} name="title" />
      <Editor key={props.locale} {...props} />
    </>
  );
}

function Editor({ draft, locale, at, told, onChange }: FieldsProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(() => asTyped(draft, locale));
  return (
    <TextEditor
      name={`${at}.words`}
      label={`${t("front.words.text")} (${LOCALE_NAMES[locale]})`}
      lang={locale}
      text={typed.text}
      html={typed.html}
      error={told[`${at}.words`]}
      onChange={(next) => {
        setTyped(next);
        onChange(said(draft, locale, { text: next.html ? next.text : htmlOf(next.text) }));
      }}
    />
  );
}

function asTyped(draft: Draft, locale: Locale) {
  const kept = wordsOf(draft, locale).text;
  return isPlain(kept) ? { text: textOf(kept), html: false } : { text: kept, html: true };
}
