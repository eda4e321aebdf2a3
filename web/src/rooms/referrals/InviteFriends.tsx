import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Panel } from "../../design/Heading";

/** The way to one's own link, where friends are invited. */
export function InviteFriends() {
  const { t } = useLanguage();
  if (!useUses().referrals) return null;
  return (
    <Panel title={t("referrals.title")} text={t("referrals.text")}>
      <ButtonLink to="/account/invite">{t("referrals.open")}</ButtonLink>
    </Panel>
  );
}
