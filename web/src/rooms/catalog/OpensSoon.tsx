import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { useShopName } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";

/** A shop that has nothing on sale yet: visitors read that it opens, staff what it needs. */
export function OpensSoon() {
  const { t } = useLanguage();
  const name = useShopName();
  const staff = isStaff(useSession());
  return (
    <div className="grid min-h-[60vh] place-items-center">
      <Blank
        heading
        icon="clock"
        title={t("start.opensSoon", { name })}
        hint={t(staff ? "start.opensSoonStaff" : "start.opensSoonText")}
        action={
          staff && (
            <ButtonLink kind="primary" to="/staff/start">
              {t("start.title")}
            </ButtonLink>
          )
        }
      />
    </div>
  );
}
