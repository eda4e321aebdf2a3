import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Badge, type BadgeTone } from "../../design/Badge";
import { salePhase } from "../../rooms/flash/phase";
import { useSaleState } from "../../rooms/flash/queries";
import { useLeft } from "../../rooms/flash/useLeft";

const TONES: Record<FlashSaleBody["phase"], BadgeTone> = {
  upcoming: "accent",
  open: "free",
  ended: "gone",
};

/** Whether it has begun or is over, and, unless `bare`, how long until it does or is. */
export function Phase({ sale, bare }: { sale: FlashSaleBody; bare?: boolean }) {
  const { t } = useLanguage();
  const { ended } = useSaleState(sale);
  const now = useServerNow();
  const phase = salePhase(sale, now, ended);
  const edge = phase === "upcoming" ? sale.startTime : sale.endTime;
  const left = useLeft(edge, now);
  return (
    <>
      <Badge tone={TONES[phase]}>{t(`staff.flash.phases.${phase}`)}</Badge>
      {!bare && phase !== "ended" && <p className="tabular text-13 text-ink-soft">{left}</p>}
    </>
  );
}
