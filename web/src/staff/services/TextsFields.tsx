import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { Choice } from "../../design/Choice";
import { Field, TextArea } from "../../design/Field";
import { Panel } from "../../design/Heading";

const FIRST = "first";

interface Texts {
  name: string;
  about: string;
  texts: Record<string, { name: string; about: string }>;
}

interface Props {
  form: Texts;
  change: (next: Partial<Texts>) => void;
  errorOf: (field: string) => string | null;
}

/** What a service or a package is called and what is said of it, in the shop's languages. */
export function TextsFields({ form, change, errorOf }: Props) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<Locale | typeof FIRST>(FIRST);
  const text = shown === FIRST ? form : { name: "", about: "", ...form.texts[shown] };
  const write = (next: { name?: string; about?: string }) =>
    shown === FIRST
      ? change(next)
      : change({
          texts: { ...form.texts, [shown]: { name: text.name, about: text.about, ...next } },
        });
  const lang = shown === FIRST ? undefined : shown;
  return (
    <Panel title={t("services.texts")}>
      <div className="space-y-4">
        <Choice
          legend={t("shell.language")}
          value={shown}
          onChange={(value) => setShown(value as Locale)}
          items={[
            { value: FIRST, label: t("services.firstText") },
            ...shopLocales().map((value) => ({ value, label: LOCALE_NAMES[value] })),
          ]}
        />
        <Field
          label={t("staff.column.name")}
          hint={shown === FIRST ? undefined : t("services.textHint")}
          lang={lang}
          maxLength={200}
          value={text.name}
          error={shown === FIRST ? errorOf("name") : errorOf(`texts.${shown}`)}
          onChange={({ target }) => write({ name: target.value })}
        />
        <TextArea
          label={t("services.about")}
          lang={lang}
          rows={4}
          maxLength={5000}
          value={text.about}
          error={shown === FIRST ? errorOf("about") : null}
          onChange={({ target }) => write({ about: target.value })}
        />
      </div>
    </Panel>
  );
}
