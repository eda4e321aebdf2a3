import type { ReactNode } from "react";
import { asProblem } from "../../base/api/problem";
import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { nameOf } from "./offered";
import { timesInstead, useNext } from "./queries";
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
  return (
    <Lost title={words(error)} times={timesInstead(error)} onChoose={onChoose}>
      {time && !desk && asProblem(error).code === TAKEN && <WaitForIt {...wished} time={time} />}
    </Lost>
  );
}

/** The time that was chosen went while one looked at it, or `before`. */
export function Gone(props: Props & Wished & { time: TimeBody; before: boolean }) {
  const { time, before, desk, onChoose, ...wished } = props;
  const { t } = useLanguage();
  const when = useWhen();
  const next = useNext(wished.search, true, time.start, BEST + 1);
  const others = (next.data?.times ?? []).filter(({ start }) => start !== time.start);
  return (
    <Lost
      title={before ? t("book.goneBefore", { time: when(time) }) : t("book.gone")}
      times={others.slice(0, BEST)}
      onChoose={onChoose}
    >
      {!desk && <WaitForIt {...wished} time={time} />}
    </Lost>
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
