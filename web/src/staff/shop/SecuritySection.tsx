import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const GROUPS = ["staff", "photographer", "seller"] as const;

/** Who needs a second factor to act in their role. */
export function SecuritySection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const asked = form.values.secondFactorOf;
  const toggle = (group: (typeof GROUPS)[number]) =>
    form.set(
      "secondFactorOf",
      GROUPS.filter((one) => (one === group) !== asked.includes(one)).sort(),
    );
  return (
    <SettingsSection
      id="two-step"
      title={t("settings.security.title")}
      text={t("settings.security.text")}
      form={form}
    >
      <fieldset>
        <legend className="mb-1 text-13 font-medium text-ink-soft">
          {t("settings.security.who")}
        </legend>
        <div className="flex flex-col items-start">
          {GROUPS.map((group) => (
            <Check
              key={group}
              name={`secondFactor-${group}`}
              label={t(`settings.security.${group}`)}
              checked={asked.includes(group)}
              onChange={() => toggle(group)}
            />
          ))}
        </div>
      </fieldset>
    </SettingsSection>
  );
}

/** Whether visitors are asked whether they want the newsletter. */
export function NewsletterSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const mails = useQuery(configQuery).data?.mails;
  return (
    <SettingsSection
      id="newsletter"
      title={t("newsletter.page")}
      text={t("settings.newsletter.text")}
      form={form}
    >
      <Check
        name="newsletter"
        label={t("settings.newsletter.asked")}
        checked={form.values.newsletter}
        onChange={(event) => form.set("newsletter", event.target.checked)}
      />
      {mails === false && (
        <Notice silent tone="held" title={t("start.noMail")}>
          {t("settings.newsletter.noMail")}
        </Notice>
      )}
    </SettingsSection>
  );
}

/** Whether who makes an account has to agree to the privacy text. */
export function ConsentSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  return (
    <SettingsSection
      id="consent"
      title={t("settings.consent.title")}
      text={t("settings.consent.text")}
      form={form}
    >
      <Check
        name="signUpConsent"
        label={t("settings.consent.asked")}
        checked={form.values.signUpConsent}
        onChange={(event) => form.set("signUpConsent", event.target.checked)}
      />
    </SettingsSection>
  );
}
