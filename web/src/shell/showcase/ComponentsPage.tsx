import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { controls } from "./controls";
import type { Exhibit } from "./exhibit";
import { figures } from "./figures";
import { messages } from "./messages";
import { supplies } from "./supplies";
import { tickets } from "./tickets";

const ALL: Exhibit[] = [...supplies, ...tickets, ...messages, ...controls, ...figures];

/** Each component in every state, twice: in the light and in the dark scheme. */
export function ComponentsPage() {
  const language = useLanguage();
  const { t } = language;
  return (
    <div className="page pb-16">
      <Heading title={t("shell.components")} text={t("showcase.text")} />
      <div className="space-y-10">
        {ALL.map(({ name, show: Show }) => (
          <section key={name} aria-label={name}>
            <h2 className="mb-3 text-18 font-semibold">{name}</h2>
            <div className="grid gap-4 lg:grid-cols-2">
              {(["light", "dark"] as const).map((scheme) => (
                <div
                  key={scheme}
                  className={`scheme-${scheme} min-w-0 rounded-l border border-line bg-paper p-4 text-ink sm:p-6`}
                >
                  <p className="mb-4 text-13 text-ink-soft">{t(`showcase.${scheme}`)}</p>
                  <Show {...language} />
                </div>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
