import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button } from "../design/Button";
import { retryNow, useAsOf, useLink } from "../live/connection";

const PATIENCE = 2_500;
const FIRST_PATIENCE = 8_000;
const PRAISE = 4_000;

/** Says when the numbers are not live, since when, and when they are again. */
export function ReconnectBanner() {
  const { t, formats } = useLanguage();
  const link = useLink();
  const asOf = useAsOf();
  // A page that has just been opened has fresh numbers; a socket that takes its time is no news then.
  const patience = asOf === null ? FIRST_PATIENCE : PATIENCE;
  const down = useLasting(link !== "live", patience) || link === "offline";
  const back = useBack(down);

  const words =
    link === "offline"
      ? asOf === null
        ? t("live.bannerNever")
        : t("live.bannerOffline", { time: formats.time(asOf) })
      : t("live.bannerCatching");
  return (
    <div role="status" data-testid="link-banner">
      {down ? (
        <div className="border-b border-held/40 bg-held-soft">
          <div className="page flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5 text-13">
            <p className="tabular">{words}</p>
            <Button size="s" onClick={retryNow}>
              {t("live.retry")}
            </Button>
          </div>
        </div>
      ) : (
        back && (
          <div className="border-b border-free/40 bg-free-soft">
            <p className="page flex min-h-11 items-center py-1.5 text-13">{t("live.back")}</p>
          </div>
        )
      )}
    </div>
  );
}

/** True only once it has been true for a while: a blink of the network is no news. */
function useLasting(now: boolean, after: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!now) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), after);
    return () => clearTimeout(timer);
  }, [now, after]);
  return now && lasting;
}

/** True for a moment after it stopped being down. */
function useBack(down: boolean): boolean {
  const before = useRef(down);
  const [back, setBack] = useState(false);
  useEffect(() => {
    const was = before.current;
    before.current = down;
    if (down || !was) return;
    setBack(true);
    const timer = setTimeout(() => setBack(false), PRAISE);
    return () => clearTimeout(timer);
  }, [down]);
  return back;
}
