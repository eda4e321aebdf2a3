import type { ReactNode } from "react";
import { asProblem } from "../../base/api/problem";
import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { nameOf } from "./offered";
import { ownAt } from "./ownAt";
import { timesInstead, useBookings, useNext } from "./queries";
import { WaitForIt, type Wished } from "./Waiting";
import { useWhen } from "./words";

const BEST = 3;
const TAKEN = "time-taken";

interface Props {
  /** Staff book for somebody else: they wait for nothing themselves. */
  desk?: boolean;
  onChoose: (time: TimeBody) => void;
}

interface Refusing extends Props, Wished {
  error: unknown;
  time?: TimeBody;
}

/** Whether the time went: then there is something else to do than to try again. */
export const isLost = (error: unknown) =>
  timesInstead(error).length > 0 || (!!error && asProblem(error).code === TAKEN);

/** It was refused: somebody else has the time, which can be waited for, or it is not to be had. */
export function Refused({ error, time, desk, onChoose, ...wished }: Refusing) {
  const words = useProblemWords();
  if (!isLost(error)) return <Refusal reader={desk ? "staff" : undefined} error={error} />;
  const lost = (
    <Lost title={words(error)} times={timesInstead(error)} onChoose={onChoose}>
      {time && !desk && asProblem(error).code === TAKEN && <WaitForIt {...wished} time={time} />}
    </Lost>
  );
  return time && !desk ? <Own time={time}>{lost}</Own> : lost;
}

/** The time that was chosen went while one looked at it, or `before`. */
export function Gone(props: Props & Wished & { time: TimeBody; before: boolean }) {
  const { time, before, desk, onChoose, ...wished } = props;
  const { t } = useLanguage();
  const when = useWhen();
  const next = useNext(wished.search, true, time.start, BEST + 1);
  const others = (next.data?.times ?? []).filter(({ start }) => start !== time.start);
  const lost = (
    <Lost
      title={before ? t("book.goneBefore", { time: when(time) }) : t("book.gone")}
      times={others.slice(0, BEST)}
      onChoose={onChoose}
    >
      {!desk && <WaitForIt {...wished} time={time} />}
    </Lost>
  );
  return desk ? lost : <Own time={time}>{lost}</Own>;
}

/** Whoever has the time themselves, in another tab or from before, is led there. */
function Own({ time, children }: { time: TimeBody; children: ReactNode }) {
  const { t } = useLanguage();
  const bookings = useBookings("ahead");
  if (bookings.isPending && bookings.failureCount === 0) return null;
  const own = ownAt(bookings.data?.pages.flatMap((page) => page.bookings) ?? [], time);
  if (!own) return children;
  const { id, number, orderId, series, status } = own;
  const held = status === "held";
  return (
    <Notice
      urgent
      tone="held"
      testId="time-own"
      title={t(held ? "book.ownHeld" : "book.own", { number })}
      actions={
        held && series ? (
          <ButtonLink kind="primary" to="/series/$seriesId" params={{ seriesId: series.seriesId }}>
            {t("book.ownPay")}
          </ButtonLink>
        ) : held ? (
          <ButtonLink kind="primary" to="/checkout/$orderId" params={{ orderId }}>
            {t("book.ownPay")}
          </ButtonLink>
        ) : (
          <ButtonLink kind="primary" to="/bookings/$bookingId" params={{ bookingId: id }}>
            {t("book.ownOpen")}
          </ButtonLink>
        )
      }
    />
  );
}

interface LostProps extends Props {
  title: string;
  times: TimeBody[];
  children?: ReactNode;
}

/** What went, and the three next best, each one tap away. */
function Lost({ title, times, onChoose, children }: LostProps) {
  const { t } = useLanguage();
  const when = useWhen();
  return (
    <Notice
      urgent
      tone="held"
      testId="time-lost"
      title={title}
      actions={times.map((time) => (
        <Button key={nameOf(time)} onClick={() => onChoose(time)}>
          {when(time)}
        </Button>
      ))}
    >
      {children}
      {times.length > 0 && <p>{t("book.instead")}</p>}
    </Notice>
  );
}
