import { useLanguage } from "../../base/i18n/format";
import { NotTaken } from "../../rooms/requests/NotTaken";
import { RequestList } from "../../rooms/requests/RequestList";

/** Bookings that somebody has to agree to, and clients whom nobody takes. */
export function RequestsPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-4xl space-y-6">
      <h1 className="text-24 font-semibold">{t("asked.title")}</h1>
      <RequestList />
      <NotTaken />
    </div>
  );
}
