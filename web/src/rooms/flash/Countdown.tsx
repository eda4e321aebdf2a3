import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Moment } from "../../design/Moment";
import { useLeft } from "./useLeft";

interface Props {
  sale: FlashSaleBody;
  phase: FlashSaleBody["phase"];
  now: number;
}

/** When it opens or closes, by the server's clock. */
export function Countdown({ sale, phase, now }: Props) {
  const { t } = useLanguage();
  const edge = phase === "upcoming" ? sale.startTime : sale.endTime;
  const left = useLeft(edge, now);
  if (phase === "ended") return <p className="text-ink-soft">{t("flash.ended")}</p>;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-ink-soft">
      <span>{t(phase === "upcoming" ? "flash.opensIn" : "flash.closesIn")}</span>
      <span
        role="timer"
        aria-label={left}
        className={classes(
          "tabular font-semibold text-ink",
          phase === "upcoming" ? "text-32" : "text-24",
        )}
      >
        {left}
      </span>
      <Moment at={edge} className="tabular text-13" />
    </p>
  );
}
