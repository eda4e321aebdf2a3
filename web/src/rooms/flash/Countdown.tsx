import type { FlashSaleBody } from "../../base/api/schema";
import { clockText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Moment } from "../../design/Moment";
import { daysAndSeconds } from "../promotions/window";

interface Props {
  sale: FlashSaleBody;
  phase: FlashSaleBody["phase"];
  now: number;
}

/** When it opens or closes, by the server's clock. */
export function Countdown({ sale, phase, now }: Props) {
  const { t } = useLanguage();
  if (phase === "ended") return <p className="text-ink-soft">{t("flash.ended")}</p>;
  const edge = phase === "upcoming" ? sale.startTime : sale.endTime;
  const { days, seconds } = daysAndSeconds(Date.parse(edge) - now);
  const clock = clockText(seconds);
  const left = days > 0 ? t("flash.daysAnd", { count: days, clock }) : clock;
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
