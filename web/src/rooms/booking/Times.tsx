import type { ServiceBody, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Failure } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { byClock, inOrder, nameOf, type Offered } from "./offered";
import { type Search, useNext, useWhy } from "./queries";
import type { Told } from "./told";
import { aheadOf, comesTwice } from "./twice";
import { timeOf, useTheirTime, useWhen } from "./words";

interface Props {
  service: ServiceBody;
  search: Search;
  day: string;
  query: {
    data?: Offered;
    error: unknown;
    isError: boolean;
    refetch: () => unknown;
  };
  told: Told;
  chosen?: TimeBody;
  onChoose: (time: TimeBody) => void;
  /** It is looked for in more places, or with more people. */
  onWiden: (change: Partial<Search>) => void;
  /** One that somebody else has is to be waited for; without it nobody waits here. */
  onWait?: ((time: TimeBody) => void) | undefined;
}

/** The times of the day: one that goes turns grey where it stands. Or why there is none, and when
 * there is. */
export function Times(props: Props) {
  const { service, query, told, chosen, onChoose } = props;
  const { t, formats } = useLanguage();
  const { data } = query;
  if (query.isError && !data) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!data) return <TimesSkeleton />;
  const times = inOrder(data);
  if (times.length === 0) return <NoTime {...props} />;
  const differ = new Set(times.map(({ price }) => price)).size > 1;
  const elsewhere = times.find(({ local, visitor }) => visitor && visitor !== local);
  const clocks = byClock(times);
  const parts = [...clocks].flatMap(([zone, some]) =>
    partsOf(some).map(([part, those]) => ({ zone, part, some: those })),
  );
  return (
    <fieldset className="min-w-0 space-y-4">
      <legend className="sr-only">{t("book.time")}</legend>
      {parts.map(({ zone, part, some }) => (
        <div key={`${zone} ${part}`} className="space-y-2" data-zone={zone}>
          <p className="text-13 font-medium text-ink-soft">
            {clocks.size > 1 && `${formats.zoneName(zone)} · `}
            {t(`book.${part}`)}
          </p>
          <div className="grid grid-cols-3 gap-2 sm:grid-cols-4">
            {some.map((time) => (
              <Time
                key={nameOf(time)}
                time={time}
                currency={service.currency}
                taken={!told.isFree(time)}
                priced={differ}
                elsewhere={elsewhere !== undefined}
                chosen={chosen !== undefined && nameOf(time) === nameOf(chosen)}
                onChoose={() => onChoose(time)}
              />
            ))}
          </div>
        </div>
      ))}
      {elsewhere && (
        <p className="text-13 text-ink-soft">
          {clocks.size > 1
            ? t("book.zones")
            : t("book.zone", { zone: formats.zoneName(elsewhere.zone) })}
        </p>
      )}
    </fieldset>
  );
}

type Part = "morning" | "afternoon" | "evening";

function partsOf(times: TimeBody[]): [Part, TimeBody[]][] {
  const of = ({ local }: TimeBody): Part =>
    timeOf(local) < "12:00" ? "morning" : timeOf(local) < "17:00" ? "afternoon" : "evening";
  const parts: Part[] = ["morning", "afternoon", "evening"];
  return parts
    .map((part): [Part, TimeBody[]] => [part, times.filter((time) => of(time) === part)])
    .filter(([, some]) => some.length > 0);
}

interface TimeProps {
  time: TimeBody;
  currency: string;
  taken: boolean;
  priced: boolean;
  elsewhere: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function Time({ time, currency, taken, priced, elsewhere, chosen, onChoose }: TimeProps) {
  const { t, formats } = useLanguage();
  const theirs = useTheirTime();
  return (
    <label
      data-time={timeOf(time.local)}
      data-taken={taken || undefined}
      className={classes(
        "relative flex min-h-12 cursor-pointer scroll-mb-48 flex-col items-center justify-center rounded-m border px-1 py-1.5 text-center transition-colors duration-(--quick)",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        taken
          ? "border-dashed border-line-strong bg-sunken text-ink-soft"
          : "border-line-strong bg-raised hover:border-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent",
      )}
    >
      <input
        type="radio"
        name="time"
        className="sr-only scroll-mb-48"
        value={nameOf(time)}
        checked={chosen}
        onChange={onChoose}
      />
      <span className={classes("tabular font-semibold", taken && "line-through")}>
        {timeOf(time.local)}
        {comesTwice(time.local, time.zone) && (
          <span className="text-13 font-normal"> {aheadOf(time.local)}</span>
        )}
      </span>
      {taken ? (
        <span className="text-13">{t("book.taken")}</span>
      ) : (
        <>
          {elsewhere && time.visitor && time.visitor !== time.local && (
            <span className="tabular text-13 text-ink-soft">
              {t("book.yours", { time: theirs(time.local, time.visitor) })}
            </span>
          )}
          {priced && (
            <span className="tabular text-13 text-ink-soft">
              {formats.price(time.price, currency)}
            </span>
          )}
        </>
      )}
    </label>
  );
}

export function TimesSkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("word.loading")} className="grid grid-cols-3 gap-2">
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-12 w-full rounded-m" />
      ))}
    </div>
  );
}

function NoTime({ service, search, day, chosen, onChoose, onWiden, onWait }: Props) {
  const { t } = useLanguage();
  const when = useWhen();
  const why = useWhy(search, day, true);
  const next = useNext(search, true).data?.times[0];
  const said = why.data?.reasons ?? [];
  const taken = why.data?.taken ?? [];
  // That one of them has time explains nothing, beside what the others lack.
  const telling = said.some(({ reason }) => reason !== "free")
    ? said.filter(({ reason }) => reason !== "free")
    : said;
  const reasons = [...new Set(telling.map(({ detail }) => detail))].slice(0, 3);
  const narrow = !next && (search.where ?? search.who) !== undefined;
  return (
    <div className="space-y-4">
      <Notice
        title={t("book.noTime")}
        testId="no-time"
        actions={
          next ? (
            <Button kind="primary" className="whitespace-normal!" onClick={() => onChoose(next)}>
              {t("book.nextFree", { time: when(next) })}
            </Button>
          ) : (
            narrow && (
              <>
                {search.where && (
                  <Button onClick={() => onWiden({ where: undefined })}>
                    {t("book.anyPlace")}
                  </Button>
                )}
                {search.who && (
                  <Button onClick={() => onWiden({ who: undefined })}>{t("book.anyPerson")}</Button>
                )}
              </>
            )
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
      {onWait && taken.length > 0 && (
        <fieldset className="min-w-0 space-y-2">
          <legend className="mb-2 text-ink-soft">{t("book.wait")}</legend>
          <div className="grid grid-cols-3 gap-2 sm:grid-cols-4">
            {taken.map((time) => (
              <Time
                key={nameOf(time)}
                taken
                time={time}
                currency={service.currency}
                priced={false}
                elsewhere={false}
                chosen={chosen !== undefined && nameOf(time) === nameOf(chosen)}
                onChoose={() => onWait(time)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
