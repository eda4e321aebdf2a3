import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { BackLink } from "../../design/BackLink";
import { Heading } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { CalendarLinks } from "./CalendarLinks";

/** One's own bookings in one's own calendar. */
export function CalendarPage() {
  const { t } = useLanguage();
  const session = useSession();
  return (
    <div className="page max-w-3xl pb-16">
      <BackLink to="/bookings">{t("bookings.title")}</BackLink>
      <Heading title={t("calendar.title")} text={t("calendar.text")} />
      {session && !session.user ? (
        <LoginFirst title={t("calendar.loginFirst")} hint={t("calendar.loginHint")} />
      ) : (
        <CalendarLinks />
      )}
    </div>
  );
}
