import type { SettingsBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES, type Locale } from "../../base/i18n/setup";
import { Field } from "../../design/Field";
import { localMoment } from "../catalog/form";
import { moment } from "../catalog/readForm";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

type Said = SettingsBody["announcement"];

const MOST = 160;

/** One sentence above the shop, in each of its languages; where it leads, and while it is seen. */
export function AnnouncementSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, faulty } = form;
  const said = values.announcement;
  const change = (part: Partial<Said>) => form.set("announcement", { ...said, ...part });
  const say = (locale: Locale, text: string) => {
    const { [locale]: _, ...others } = said.texts;
    change({ texts: text ? { ...others, [locale]: text } : others });
  };
  const spoken = LOCALES.filter((each) => values.languages.includes(each) || said.texts[each]);
  return (
    <SettingsSection
      id="announcement"
      title={t("announce.title")}
      text={t("announce.text")}
      form={form}
    >
      {spoken.map((each) => (
        <Field
          key={each}
          name={`announcement.texts.${each}`}
          label={LOCALE_NAMES[each]}
          lang={each}
          value={said.texts[each] ?? ""}
          maxLength={MOST}
          onChange={({ target }) => say(each, target.value)}
          error={faulty?.startsWith(`announcement.texts.${each}`) ? t("announce.fault.text") : null}
        />
      ))}
      <Field
        name="announcement.link"
        label={t("announce.link")}
        hint={t("announce.linkHint")}
        value={said.link}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => change({ link: target.value.trim() })}
        error={faulty === "announcement.link" ? t("announce.fault.link") : null}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          type="datetime-local"
          name="announcement.beginsAt"
          label={t("announce.begins")}
          hint={t("announce.beginsHint")}
          value={localMoment(said.beginsAt)}
          onChange={({ target }) => change({ beginsAt: moment(target.value) })}
        />
        <Field
          type="datetime-local"
          name="announcement.endsAt"
          label={t("announce.ends")}
          hint={t("announce.endsHint")}
          value={localMoment(said.endsAt)}
          onChange={({ target }) => change({ endsAt: moment(target.value) })}
          error={faulty === "announcement.endsAt" ? t("announce.fault.ends") : null}
        />
      </div>
    </SettingsSection>
  );
}
