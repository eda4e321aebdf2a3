import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale } from "../../base/i18n/setup";
import { Panel } from "../../design/Heading";
import { PLACES, SENTENCES } from "./form";
import { useSentence } from "./useSentence";

/** What each variant changes. */
export function Changes({ one }: { one: ExperimentBody }) {
  const { t } = useLanguage();
  const sentence = useSentence();
  return (
    <Panel title={t("experiments.changes")}>
      <dl className="space-y-4">
        {one.variants.map(({ name, words, arranged }) => (
          <div key={name} className="space-y-1">
            <dt className="font-medium wrap-anywhere">{name}</dt>
            {SENTENCES.filter((key) => key in words).map((key) => (
              <dd key={key} className="wrap-anywhere text-ink-soft">
                {sentence(key)}:{" "}
                {Object.entries(words[key] ?? {}).map(([locale, text]) => (
                  <span key={locale} lang={locale} className="block text-ink">
                    {t("word.quoted", { text })} ({LOCALE_NAMES[locale as Locale]})
                  </span>
                ))}
              </dd>
            ))}
            {PLACES.filter((place) => place in arranged).map((place) => (
              <dd key={place} className="text-ink-soft">
                {t(`experiments.arranged.${place}`)}
              </dd>
            ))}
            {Object.keys(words).length + Object.keys(arranged).length === 0 && (
              <dd className="text-ink-soft">{t("experiments.asNow")}</dd>
            )}
          </div>
        ))}
      </dl>
    </Panel>
  );
}
