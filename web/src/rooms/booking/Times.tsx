import type { SlotsBody, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Failure } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { type Search, useNext, useWhy } from "./queries";
import { timeOf, useClock } from "./words";

interface Props {
  search: Search;
  day: string;
  query: {
    data?: SlotsBody;
    error: unknown;
    isError: boolean;
    isPending: boolean;
    refetch: () => unknown;
  };
  chosen?: TimeBody;
  onChoose: (time: TimeBody) => void;
  onDay: (day: string) => void;
}

/** The times of the day; or why there is none, and when there is. */
export function Times({ search, day, query, chosen, onChoose, onDay }: Props) {
  const { t, formats } = useLanguage();
  const { data } = query;
  if (query.isError && !data) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!data) {
    return (
      <div role="status" aria-label={t("book.loading")} className="grid grid-cols-3 gap-2">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Skeleton key={key} className="h-14 w-full rounded-m" />
        ))}
      </div>
    );
  }
  if (data.times.length === 0) return <NoTime search={search} day={day} onDay={onDay} />;
  const least = Math.min(...data.times.map(({ price }) => price));
  const elsewhere = data.times.some(({ local, visitor }) => visitor && visitor !== local);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-13 font-medium text-ink-soft">{t("book.time")}</legend>
      <div className="grid grid-cols-3 gap-2 sm:grid-cols-5">
        {data.times.map((time) => (
          <label
            key={time.start}
            className={classes(
              "relative flex min-h-12 cursor-pointer flex-col items-center justify-center rounded-m border border-line-strong bg-raised px-1 py-1.5 text-center hover:border-ink",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              "has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent",
            )}
          >
            <input
              type="radio"
              name="time"
              className="sr-only"
              value={time.start}
              checked={time.start === chosen?.start}
              onChange={() => onChoose(time)}
            />
            <span className="tabular font-semibold">{timeOf(time.local)}</span>
            {elsewhere && time.visitor && (
              <span className="tabular text-13 text-ink-soft">
                {t("book.yours", { time: timeOf(time.visitor) })}
              </span>
            )}
            {time.price > least && (
              <span className="tabular text-13 text-ink-soft">
                {formats.price(time.price, data.currency)}
              </span>
            )}
          </label>
        ))}
      </div>
      {elsewhere && (
        <p className="mt-2 text-13 text-ink-soft">
          {t("book.zone", { zone: data.times[0]?.zone.replaceAll("_", " ") ?? "" })}
        </p>
      )}
    </fieldset>
  );
}

function NoTime({ search, day, onDay }: Pick<Props, "search" | "day" | "onDay">) {
  const { t } = useLanguage();
  const clock = useClock();
  const why = useWhy(search, day, true);
  const next = useNext(search, true).data?.times[0];
  const reasons = [...new Set((why.data?.reasons ?? []).map(({ detail }) => detail))].slice(0, 3);
  return (
    <Notice
      title={t("book.noTime")}
      actions={
        next && (
          <Button kind="primary" onClick={() => onDay(next.local.slice(0, 10))}>
            {t("book.nextFree", { time: clock.whole(next.local) })}
          </Button>
        )
      }
    >
      {reasons.length > 0 && (
        <ul className="list-disc pl-5">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
