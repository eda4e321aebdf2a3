import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type {
  SeriesAsked,
  SeriesCheckAsked,
  SeriesChecked,
  ServiceBody,
  SessionShown,
  TimeBody,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { classes } from "../../design/classes";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import type { Asking } from "./AskedWith";
import type { Desk } from "./desk";
import type { Pay } from "./PayFirst";
import { namedIn, type Search } from "./queries";
import { codeOf, useBookSeries, useCheckSeries } from "./seriesQueries";
import { isStillAsked } from "./stillAsked";
import { useClock } from "./words";

interface Props {
  service: ServiceBody;
  search: Search;
  chosen: TimeBody;
  note: string;
  pay: Pay;
  /** What is asked with each of them. */
  asking: Asking;
  desk?: Desk;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** By the day of the rule: another start, or none. */
type Changes = SeriesCheckAsked["changes"];

/** An answer beside what was asked for it: the form may say something else by now. */
interface Checked {
  asked: SeriesCheckAsked;
  answer: SeriesChecked;
}

/** The time that was chosen, again and again: what is in the way is said first, with what else there
 * is; then all of it is booked, or what is free. */
export function Repeat(props: Props) {
  const { service, search, chosen, note, pay, asking, desk, open, onOpen } = props;
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const staff = isStaff(useSession());
  const most = staff ? 60 : service.series;
  const [every, setEvery] = useState("1");
  const [count, setCount] = useState("4");
  const later = Boolean(desk?.later);
  const [checked, setChecked] = useState<Checked>();
  const check = useCheckSeries();
  const book = useBookSeries(
    ({ id }) => void navigate({ to: "/series/$seriesId", params: { seriesId: id } }),
  );
  if (most < 2) return null;
  const named = namedIn(search);
  const planned = (changes: Changes): SeriesCheckAsked => ({
    serviceId: service.id,
    start: chosen.start,
    length: search.length,
    people: search.people,
    resources: named.length > 0 ? named : "any",
    note,
    near: search.near,
    pay: pay === "all" && !later ? pay : undefined,
    rule: { unit: "week", every: Number(every), weekdays: [], count: Number(count) || 2 },
    changes,
  });
  const shown = checked && isStillAsked(checked.asked, planned([])) ? checked : undefined;
  const found = shown?.answer;
  const ask = (asked: SeriesCheckAsked) =>
    check.mutate(asked, { onSuccess: (answer) => setChecked({ asked, answer }) });
  const send = ({ asked, answer }: Checked) => {
    if (desk && !desk.whom) return desk.onMissing();
    const answers = asking.answers();
    if (!answers) return;
    const told = { note, answers, later, ...desk?.whom };
    const expectedPrice = answer.price;
    const wanted: SeriesAsked = { ...asked, ...told, take: "free", expectedPrice };
    book.mutate(wanted, {
      onError: (refusal) => {
        // Beside the refusal stands what it costs now: pressing again accepts it.
        if (codeOf(refusal) === "price-changed") ask(asked);
        asking.onRefused(refusal);
        desk?.onRefused(refusal);
      },
    });
  };
  const look = (changes: Changes) => {
    check.another();
    book.another();
    ask(planned(changes));
  };
  const instead = (day: string, start: string | null) =>
    look([...(shown?.asked.changes ?? []).filter((one) => one.day !== day), { day, start }]);
  const rule = (
    <>
      <Choice
        legend={t("series.every")}
        value={every}
        items={["1", "2", "4"].map((value) => ({
          value,
          label: t("series.weeks", { count: Number(value) }),
        }))}
        onChange={setEvery}
      />
      <Field
        type="number"
        min={2}
        max={most}
        label={t("series.howOften")}
        value={count}
        onChange={({ target }) => setCount(target.value)}
      />
      {check.isError && <Refusal error={check.error} />}
      {book.isError && <Refusal error={book.error} />}
      {found && (
        <ul className="space-y-2" aria-live="polite">
          {found.sessions.map((one) => (
            <Found
              key={one.day}
              session={one}
              zone={found.zone}
              onChange={(start) => instead(one.day, start)}
            />
          ))}
        </ul>
      )}
      {shown && found && found.free > 0 ? (
        <Button
          kind="primary"
          wide
          busy={book.isPending || book.isSuccess || check.isPending}
          onClick={() => send(shown)}
        >
          {t(later ? "series.bookLater" : "series.book", {
            count: found.free,
            price: formats.price(later ? found.price : found.dueNow, service.currency),
          })}
        </Button>
      ) : (
        <Button wide busy={check.isPending} onClick={() => look([])}>
          {t("series.check")}
        </Button>
      )}
    </>
  );
  return (
    <section
      aria-label={t("series.repeat")}
      className={classes("space-y-3", open && "border-t border-line pt-3")}
    >
      <Button kind="plain" size="s" aria-expanded={open} onClick={() => onOpen(!open)}>
        {t("series.repeat")}
      </Button>
      {open && rule}
    </section>
  );
}

/** One of them; where it is not free, another time to choose. */
function Found(props: {
  session: SessionShown;
  zone: string;
  onChange: (start: string | null) => void;
}) {
  const { t } = useLanguage();
  const clock = useClock();
  const { local, free, detail, next } = props.session;
  const when = clock.whole(local, props.zone);
  const names = new Map(next.map((one) => [one.start, clock.whole(one.local, one.zone)]));
  return (
    <li className="space-y-1" data-session={local}>
      <p className="tabular flex flex-wrap justify-between gap-x-4">
        <span>{when}</span>
        <span className={free ? "text-free" : "text-danger"}>
          {free ? t("series.free") : detail}
        </span>
      </p>
      {!free && next.length > 0 && (
        <Select
          dense
          label={t("series.instead", { time: when })}
          value={undefined}
          none={t("series.leaveOut")}
          items={next.map((one) => one.start)}
          nameOf={(start) => names.get(start) ?? start}
          onChoose={(start) => props.onChange(start ?? null)}
        />
      )}
    </li>
  );
}
