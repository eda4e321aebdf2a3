import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { requestsQuery } from "./queries";
import { RequestList } from "./RequestList";

/** What waits for a photographer's answer, above their calendar; nothing while nothing does. */
export function RequestsHere() {
  const { t } = useLanguage();
  const { data } = useQuery(requestsQuery);
  if (!data?.requests.length) return null;
  return (
    <section className="space-y-3" data-testid="requests-here">
      <h2 className="text-18 font-semibold">{t("asked.title")}</h2>
      <RequestList />
    </section>
  );
}
