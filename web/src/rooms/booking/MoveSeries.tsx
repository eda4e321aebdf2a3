import { useState } from "react";
import type {
  SeriesAnswer,
  SeriesMoveAnswer,
  SeriesMoveAsked,
  SessionShown,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { useMoveSeries } from "./seriesQueries";
import { timeOf, useClock } from "./words";

interface Props {
  series: SeriesAnswer;
  since: string;
  onClose: () => void;
}

/** To another weekday or time, from one of them on; what is in the way is said before. */
export function MoveSeries({ series, since, onClose }: Props) {
  const { t } = useLanguage();
  const first = series.bookings.find(({ id }) => id === since) ?? series.bookings[0];
  const [days, setDays] = useState("0");
  const [time, setTime] = useState(timeOf(first?.local ?? ""));
  const [checked, setChecked] = useState<{ asked: SeriesMoveAsked; answer: SeriesMoveAnswer }>();
  const check = useMoveSeries(series.id, (answer, asked) => setChecked({ asked, answer }));
  const move = useMoveSeries(series.id, onClose);
  const asked = { since, days: Number(days) || 0, time };
  const change = (set: (typed: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    check.another();
    move.another();
  };
  // An answer that comes once the form says something else is none.
  const still = checked?.asked.days === asked.days && checked.asked.time === asked.time;
  const sessions = still ? (checked?.answer.sessions ?? []) : [];
  const free = sessions.filter((one) => one.free).length;
  return (
    <Dialog open onClose={onClose} title={t("series.moveTitle")} text={t("series.moveText")}>
      <div className="space-y-4">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field
            type="number"
            min={-31}
            max={31}
            label={t("series.days")}
            hint={t("series.daysHint")}
            value={days}
            onChange={change(setDays)}
          />
          <Field type="time" label={t("series.time")} value={time} onChange={change(setTime)} />
        </div>
        {check.isError && <Refusal error={check.error} />}
        {move.isError && <Refusal error={move.error} />}
        {still && <Sessions sessions={sessions} zone={series.zone} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("form.keep")}</Button>
          {free > 0 ? (
            <Button
              kind="primary"
              busy={move.isPending}
              onClick={() => move.mutate({ ...asked, take: "free", check: false })}
            >
              {t("series.moveThese", { count: free })}
            </Button>
          ) : (
            <Button
              kind="primary"
              busy={check.isPending}
              onClick={() => check.mutate({ ...asked, take: "all", check: true })}
            >
              {t("series.check")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Each by what can be had. */
export function Sessions(props: { sessions: readonly SessionShown[]; zone: string }) {
  const { t } = useLanguage();
  const clock = useClock();
  return (
    <ul className="tabular space-y-1" aria-live="polite">
      {props.sessions.map((one) => (
        <li key={one.start} className="flex flex-wrap justify-between gap-x-4">
          <span>{clock.whole(one.local, props.zone)}</span>
          <span className={one.free ? "text-free" : "text-danger"}>
            {one.free ? t("series.free") : one.detail}
          </span>
        </li>
      ))}
    </ul>
  );
}
