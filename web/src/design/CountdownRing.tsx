import { useEffect, useRef, useState } from "react";
import { countdown, leftText, milestone } from "../base/countdown";
import { useLanguage } from "../base/i18n/format";
import { useServerNow } from "../base/now";
import { classes } from "./classes";

interface Props {
  expiresAt: string;
  holdSeconds: number;
  onOver?: () => void;
  /** For the components page: shows this many seconds and does not run. */
  frozen?: number;
  size?: number;
}

const RADIUS = 44;
const AROUND = 2 * Math.PI * RADIUS;
const STROKES = { calm: "var(--accent)", "last-minute": "var(--held)", over: "var(--gone)" };

/** One ring for everything the visitor holds, driven by the server's clock. */
export function CountdownRing({ expiresAt, holdSeconds, onOver, frozen, size = 112 }: Props) {
  const { t, locale } = useLanguage();
  const running = frozen === undefined;
  const now = useServerNow(running);
  const at = frozen === undefined ? now : Date.parse(expiresAt) - frozen * 1000;
  const { seconds, phase, share } = countdown(expiresAt, at, holdSeconds);
  const time = leftText(seconds, locale);
  const spoken = useSpoken(seconds, running);
  const over = useRef(false);

  useEffect(() => {
    if (phase !== "over" || over.current || !running) return;
    over.current = true;
    onOver?.();
  }, [phase, onOver, running]);

  return (
    <div className="relative shrink-0" style={{ width: size, height: size }} data-phase={phase}>
      <svg aria-hidden="true" viewBox="0 0 100 100" className="size-full -rotate-90">
        <circle cx="50" cy="50" r={RADIUS} fill="none" stroke="var(--line)" strokeWidth="5" />
        <circle
          cx="50"
          cy="50"
          r={RADIUS}
          fill="none"
          stroke={STROKES[phase]}
          strokeWidth={phase === "last-minute" ? 8 : 5}
          strokeLinecap="round"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - share)}
          opacity={phase === "over" ? 0 : 1}
          className="ring-move"
        />
      </svg>
      <span
        role="timer"
        aria-label={t("checkout.leftFor", { time })}
        className={classes(
          "tabular absolute inset-0 grid place-items-center text-center font-semibold",
          seconds < 3600 ? "text-24" : "px-3 text-15",
          phase === "last-minute" && "text-held-ink",
          phase === "over" && "text-ink-faint",
        )}
      >
        {time}
      </span>
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </div>
  );
}

/** What a screen reader hears: only when a milestone is passed. */
function useSpoken(seconds: number, running: boolean): string {
  const { t } = useLanguage();
  const before = useRef(seconds);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const passed = running ? milestone(before.current, seconds) : null;
    before.current = seconds;
    if (passed === null) return;
    const time =
      passed >= 60
        ? t("word.minutes", { count: passed / 60 })
        : t("checkout.seconds", { count: passed });
    setSpoken(t("checkout.announce", { time }));
  }, [seconds, running, t]);
  return spoken;
}
