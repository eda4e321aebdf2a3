import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { TextArea } from "../../design/Field";
import { htmlOf, isPlain, textOf } from "./text";

interface Props {
  name: string;
  label: string;
  lang?: string;
  rows?: number;
  text: string;
  html: boolean;
  error?: string;
  onChange: (next: { text: string; html: boolean }) => void;
}

/** A text of the shop's: paragraphs as one types them; what is formatted stands as HTML. */
export function TextEditor({ name, label, lang, rows = 6, text, html, error, onChange }: Props) {
  const { t } = useLanguage();
  const flat = !html || isPlain(text);
  const choose = (next: string) => {
    if ((next === "html") === html) return;
    onChange(html ? { text: textOf(text), html: false } : { text: htmlOf(text), html: true });
  };
  return (
    <div className="space-y-2">
      <TextArea
        name={name}
        label={label}
        lang={lang}
        rows={rows}
        maxLength={60_000}
        spellCheck={!html}
        value={text}
        error={error}
        hint={t(html ? "products.htmlHint" : "products.textHint")}
        onChange={(event) => onChange({ text: event.target.value, html })}
      />
      {flat ? (
        <Choice
          legend={t("products.textKind")}
          value={html ? "html" : "text"}
          onChange={choose}
          items={[
            { value: "text", label: t("products.asText") },
            { value: "html", label: "HTML" },
          ]}
        />
      ) : (
        <p className="text-13 text-ink-soft">{t("products.formatted")}</p>
      )}
    </div>
  );
}
