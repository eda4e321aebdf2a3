import type { ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { HolderPayouts } from "../../rooms/selling/HolderPayouts";
import { resourcePlace } from "../../rooms/selling/queries";
import { SellerMoney } from "../../rooms/selling/SellerMoney";
import { SetAside } from "../desk/SetAside";
import { WriteOff } from "../desk/WriteOff";
import { HandedCash } from "./HandedCash";
import { HandOver } from "./HandOver";

/** What of the bookings of a photographer or a studio is theirs, and is paid out. */
export function ResourceMoney({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  const place = resourcePlace(resource.id);
  return (
    <section aria-label={t("studio.money")} className="space-y-6">
      <h2 className="text-18 font-semibold">{t("studio.money")}</h2>
      <SellerMoney
        place={place}
        actions={(standing) => (
          <>
            <SetAside place={place} standing={standing} />
            <HandOver place={place} standing={standing} />
            <WriteOff
              place={place}
              name={resource.name}
              standing={standing}
              needs="POST /api/staff/resources/{resource_id}/write-off"
            />
          </>
        )}
      />
      <HandedCash place={place} />
      <HolderPayouts place={place} />
    </section>
  );
}
