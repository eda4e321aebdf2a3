import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { AccentBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Check, Field } from "../../design/Field";
import { OnePicture } from "../catalog/OnePicture";
import { Rows } from "./Rows";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

/** Which languages the shop's pages speak, its logo, and the colour of what can be pressed. */
export function LookSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  const spoken = LOCALES.filter((each) => values.languages.includes(each));
  return (
    <SettingsSection id="look" title={t("look.title")} form={form}>
      <fieldset>
        <legend className="mb-1 text-13 font-medium text-ink-soft">{t("look.languages")}</legend>
        <div className="flex flex-wrap gap-x-6">
          {LOCALES.map((each) => (
            <Check
              key={each}
              name={`languages.${each}`}
              label={LOCALE_NAMES[each]}
              checked={values.languages.includes(each)}
              disabled={spoken.length === 1 && values.languages.includes(each)}
              onChange={(event) =>
                set(
                  "languages",
                  event.target.checked
                    ? [...values.languages, each]
                    : values.languages.filter((one) => one !== each),
                )
              }
            />
          ))}
        </div>
        <p className="text-13 text-ink-soft">{t("look.languagesHint")}</p>
      </fieldset>
      {values.languages.length > 1 && (
        <div className="space-y-2">
          <h3 className="text-13 font-medium text-ink-soft">{t("look.order")}</h3>
          <Rows
            rows={values.languages}
            nameOf={(each) => LOCALE_NAMES[each as keyof typeof LOCALE_NAMES]}
            onChange={(languages) => set("languages", languages)}
          >
            {(each, _, at) => (
              <p lang={each}>
                {at + 1}. {LOCALE_NAMES[each as keyof typeof LOCALE_NAMES]}
              </p>
            )}
          </Rows>
        </div>
      )}
      <div className="space-y-2">
        <h3 className="text-13 font-medium text-ink-soft">{t("look.logo")}</h3>
        <OnePicture
          picture={values.logo}
          hint={t("look.logoHint")}
          error={faulty === "logo" ? t("look.fault.logo") : undefined}
          onChange={(logo) => set("logo", logo)}
        />
      </div>
      <AccentField
        value={values.accent}
        onChange={(accent) => set("accent", accent)}
        error={faulty === "accent" ? t("look.fault.accent") : null}
      />
    </SettingsSection>
  );
}

interface AccentProps {
  value: string | null;
  onChange: (accent: string | null) => void;
  error: string | null;
}

/** The colour as it was picked, and what pages make of it so that everybody can read it. */
function AccentField({ value, onChange, error }: AccentProps) {
  const { t } = useLanguage();
  const whole = /^#[0-9a-f]{6}$/i.test(value ?? "");
  const colour = (value ?? "").toLowerCase();
  const query = useQuery({
    ...answerQuery<AccentBody>(["staff", "accent", colour], "/staff/settings/accent", { colour }),
    enabled: whole,
    placeholderData: (before) => before,
  });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field
          name="accent"
          className="w-40"
          label={t("look.accent")}
          value={value ?? ""}
          maxLength={7}
          placeholder="#2447d3"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value.trim() || null)}
          error={error}
        />
        <input
          type="color"
          aria-label={t("look.pick")}
          value={whole ? colour : "#2447d3"}
          onChange={(event) => onChange(event.target.value)}
          className="h-11 w-14 cursor-pointer rounded-m border border-line-strong bg-raised p-1"
        />
        {value !== null && (
          <Button type="button" kind="plain" onClick={() => onChange(null)}>
            {t("look.own")}
          </Button>
        )}
      </div>
      <p className="text-13 text-ink-soft">{t("look.accentHint")}</p>
      {whole && query.data && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Sample scheme="light" shades={query.data.light} picked={colour} />
          <Sample scheme="dark" shades={query.data.dark} picked={colour} />
        </div>
      )}
    </div>
  );
}

interface SampleProps {
  scheme: "light" | "dark";
  shades: AccentBody["light"];
  picked: string;
}

function Sample({ scheme, shades, picked }: SampleProps) {
  const { t, formats } = useLanguage();
  return (
    <div
      className={`scheme-${scheme} space-y-2 rounded-m border border-line bg-paper p-4 text-ink`}
    >
      <p className="text-13 text-ink-soft">{t(`shell.scheme_${scheme}`)}</p>
      <p className="flex flex-wrap items-center gap-3">
        <span
          className="inline-flex h-9 items-center rounded-m px-4 font-medium"
          style={{ background: shades.accent, color: shades.onAccent }}
        >
          {t("look.sample")}
        </span>
        <span className="font-medium underline" style={{ color: shades.accent }}>
          {t("look.sample")}
        </span>
      </p>
      <p className="text-13 text-ink-soft">
        {t(shades.accent === picked ? "look.contrast" : "look.adapted", {
          colour: shades.accent,
          contrast: formats.number(shades.contrast),
        })}
      </p>
    </div>
  );
}
