import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { Choice } from "../../design/Choice";
import { Field, TextArea } from "../../design/Field";

type Texts = Record<string, { name: string; about: string }>;

interface Props {
  texts: Texts;
  onChange: (texts: Texts) => void;
}

/** What it is called and what is said of it, in each of the shop's languages. */
export function TextFields({ texts, onChange }: Props) {
  const { t, locale } = useLanguage();
  const [shown, setShown] = useState<Locale>(locale);
  const text = { name: "", about: "", ...texts[shown] };
  const write = (next: Partial<typeof text>) =>
    onChange({ ...texts, [shown]: { ...text, ...next } });
  return (
    <details className="space-y-3 rounded-m border border-line p-3">
      <summary className="cursor-pointer font-medium">{t("studio.texts")}</summary>
      <Choice
        legend={t("shell.language")}
        value={shown}
        onChange={(value) => setShown(value as Locale)}
        items={shopLocales().map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      />
      <Field
        label={`${t("studio.field.name")} (${LOCALE_NAMES[shown]})`}
        lang={shown}
        maxLength={200}
        value={text.name}
        onChange={({ target }) => write({ name: target.value })}
      />
      <TextArea
        label={`${t("studio.aboutText")} (${LOCALE_NAMES[shown]})`}
        lang={shown}
        rows={4}
        maxLength={5000}
        value={text.about}
        onChange={({ target }) => write({ about: target.value })}
      />
    </details>
  );
}
