import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { NotTaken } from "../../rooms/requests/NotTaken";
import { RequestList } from "../../rooms/requests/RequestList";

/** Bookings that somebody has to agree to, and clients whom nobody takes. */
export function RequestsPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-4xl space-y-6">
      <Heading dense title={t("asked.title")} />
      <RequestList />
      <NotTaken />
    </div>
  );
}
