import { useLanguage } from "../base/i18n/format";
import { LOCALE_NAMES, shopLocales } from "../base/i18n/setup";
import { classes } from "./classes";
import { Field } from "./Field";

interface Props {
  names: Record<string, string>;
  onChange: (names: Record<string, string>) => void;
  /** Of what a language has, what is wrong. */
  errorOf?: (locale: string) => string | null | undefined;
  maxLength?: number;
  className?: string;
}

/** What a thing is called in each of the shop's languages; where it says nothing, its own name. */
export function NamesByLanguage({ names, onChange, errorOf, maxLength = 200, className }: Props) {
  const { t } = useLanguage();
  const locales = shopLocales();
  if (locales.length < 2) return null;
  const faulty = locales.some((locale) => errorOf?.(locale));
  return (
    <details className={classes("min-w-0", className)} open={faulty || undefined}>
      <summary className="cursor-pointer text-15 text-accent">{t("namesByLanguage.title")}</summary>
      <div className="mt-3 grid gap-3 sm:grid-cols-3">
        {locales.map((locale) => (
          <Field
            key={locale}
            label={LOCALE_NAMES[locale]}
            lang={locale}
            value={names[locale] ?? ""}
            maxLength={maxLength}
            error={errorOf?.(locale)}
            onChange={({ target }) => onChange({ ...names, [locale]: target.value })}
          />
        ))}
      </div>
    </details>
  );
}
