import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { BookingShown, PackagesBody, ServiceBody, TimeBody } from "../../base/api/schema";
import { useArranged } from "../../base/experiments";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { TextArea } from "../../design/Field";
import { Stepper } from "../../design/Stepper";
import { AskedWith, useAsking } from "./AskedWith";
import { ByHand } from "./ByHand";
import { Days } from "./Days";
import type { Desk } from "./desk";
import { draftOf, keepDraft } from "./draft";
import { Extras } from "./Extras";
import { type Beside, Goods } from "./Goods";
import { asksWhere, Near } from "./Near";
import { LISTED, NextTimes } from "./NextTimes";
import { isElsewhereToo, nameOf } from "./offered";
import type { Pay } from "./PayFirst";
import { type Search, todayIn, useNext, useServices, useTimes } from "./queries";
import { askedWith } from "./questions";
import { Repeat } from "./Repeat";
import { Take } from "./Take";
import { Times, TimesSkeleton } from "./Times";
import { useTold } from "./told";
import { useTaking } from "./useTaking";
import { visitOf } from "./visit";
import { Who } from "./Who";
import { useRequestHours, useWhoAsks, WhoAsks } from "./WhoAsks";
import { useWhen } from "./words";

/** Of what was chosen: the day, the time by its name, with whom. */
export interface Picked {
  day?: string;
  at?: string;
  who?: string;
}

interface Props {
  service: ServiceBody;
  moved?: BookingShown;
  /** To begin with; else the first day that has a time. */
  day?: string;
  /** The time to begin with: when it starts. */
  at?: string;
  /** With whom, to begin with. */
  who?: string;
  /** In which studio, to begin with: what it has for the service. */
  where?: string[];
  /** Where the client is, if another page was told. */
  near?: string;
  /** Staff book it for somebody else. */
  desk?: Desk;
  /** The page keeps what was chosen. */
  onPick?: (picked: Picked) => void;
}

/** Where, with whom, when, and what else is to be known; the button holds it. */
export function BookService(props: Props) {
  const { service, moved, day: begun, at, who, where, near, desk, onPick } = props;
  const { t } = useLanguage();
  const [draft] = useState(() => (moved || desk ? undefined : draftOf(service.id, at)));
  const [search, setSearch] = useState<Search>({
    service: service.id,
    length: service.lengths[0],
    people: moved?.people ?? 1,
    who,
    where,
    near: asksWhere(service) ? (near ?? moved?.near ?? undefined) : undefined,
    ...draft?.search,
    ...(moved && { ...visitOf(moved), moving: moved.id }),
  });
  const [picked, setPicked] = useState(begun ?? moved?.local.slice(0, 10));
  const [picking, setChosen] = useState<TimeBody>();
  // By name: one that somebody else has, which is to be waited for.
  const [waited, setWaited] = useState<string>();
  // Once something else is asked for: that time again, if it is to be had like this.
  const [kept, setKept] = useState(at);
  const [note, setNote] = useState(draft?.note ?? "");
  const [pay, setPay] = useState<Pay>(draft?.pay ?? "deposit");
  const [repeats, setRepeats] = useState(false);
  const [goods, setGoods] = useState<Beside[]>(draft?.goods ?? []);
  const known = useServices().data?.services ?? [];
  const staff = isStaff(useSession());
  const asked = moved || desk ? [] : askedWith(service, search.also ?? [], known);
  const asking = useAsking(asked, staff, draft?.answers);
  // Of a booking that is moved, what had to be near stays what it is.
  // Staff know where their client is.
  const lost = asksWhere(service) === "must" && !search.near && !moved && !desk;
  const arranged = useArranged("free-times") === "list" && !moved && !desk;
  const [anyDay, setAnyDay] = useState(false);
  const next = useNext(search, !lost, undefined, arranged ? LISTED : undefined);
  const first = next.data?.times.find(({ start }) => start !== moved?.start);
  const listed = arranged && first && !anyDay;
  const day = lost
    ? ""
    : (picked ?? first?.local.slice(0, 10) ?? (next.isPending ? "" : todayIn(undefined)));
  const byHand = useTaking({ service, search, moved, note, goods, pay, asking, desk });
  const times = useTimes(search, day);
  // A time that came with a refusal names one of those who could serve it; the day's names them all.
  const all = times.data?.times ?? [];
  const chosen = picking ?? all.find((one) => one.start === kept || nameOf(one) === kept);
  const wanted = (chosen && all.find((one) => nameOf(one) === nameOf(chosen))) ?? chosen;
  const hours = useRequestHours(service, wanted);
  const whoAsks = useWhoAsks(hours !== null && !moved && !desk);
  const name = wanted && nameOf(wanted);
  useEffect(() => {
    if (!name || moved || desk) return;
    const { length, people, extras, near, also } = search;
    const beside = { service: service.id, length, people, extras, near, also };
    keepDraft({ at: name, search: beside, note, pay, goods, answers: asking.typed });
  }, [name, moved, desk, service.id, search, note, pay, goods, asking.typed]);
  // Whoever is free may take over a session that is moved, at a price of their own: who is shown.
  const handed = moved && !search.who && service.needs.some(({ kind }) => kind === "photographer");
  // Where two places have a time at once, who serves it says which of them is meant.
  const there =
    wanted && (handed || isElsewhereToo(wanted, all))
      ? { ...search, who: undefined, where: wanted.combinations[0]?.resources }
      : search;
  const told = useTold(service, search, times.data, times.dataUpdatedAt, moved);
  const waits = wanted !== undefined && waited === nameOf(wanted) && !all.includes(wanted);
  const pick = (date: string, time: TimeBody | undefined, more: Picked = {}) => {
    setPicked(date);
    onPick?.({ day: date, at: time && nameOf(time), ...more });
  };
  const another = (change: Partial<Search>) => {
    setSearch({ ...search, ...change });
    const more = "who" in change ? { who: change.who } : {};
    if (chosen) {
      pick(chosen.local.slice(0, 10), chosen, more);
      setKept(nameOf(chosen));
    } else onPick?.(more);
    setChosen(undefined);
  };
  const choose = (time: TimeBody) => {
    pick(time.local.slice(0, 10), time);
    setChosen(time);
  };
  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start lg:gap-10">
      <div className="space-y-6 pb-6">
        {!moved && !desk && <AsGift service={service} />}
        {!moved && <Size service={service} search={search} onChange={another} />}
        {!moved && <Extras service={service} search={search} onChange={another} />}
        {!moved && <Near service={service} search={search} onChange={another} />}
        <Who service={service} search={search} onChange={another} />
        {listed && (
          <NextTimes
            times={next.data?.times ?? []}
            chosen={wanted}
            onChoose={choose}
            onAnyDay={() => setAnyDay(true)}
          />
        )}
        {first && !listed && <NextFree time={first} onChoose={choose} />}
        {day && !listed && (
          <Days
            search={search}
            day={day}
            zone={first?.zone}
            onChoose={(other) => {
              pick(other, undefined);
              setChosen(undefined);
              setKept(undefined);
            }}
          />
        )}
        {listed ? null : day ? (
          <Times
            service={service}
            search={search}
            day={day}
            query={times}
            told={told}
            chosen={chosen}
            onChoose={choose}
            onWiden={another}
            onWait={
              moved || desk
                ? undefined
                : (time) => {
                    choose(time);
                    setWaited(nameOf(time));
                  }
            }
          />
        ) : (
          !lost && <TimesSkeleton />
        )}
        {day && (
          <ByHand
            day={day}
            sending={byHand.sending}
            onTake={(start, over) => byHand.take(start, { over })}
          />
        )}
        {wanted && !moved && !waits && (
          <Repeat
            key={`${nameOf(wanted)} ${pay}`}
            service={service}
            search={there}
            chosen={wanted}
            note={note}
            pay={pay}
            asking={asking}
            desk={desk}
            open={repeats}
            onOpen={setRepeats}
          />
        )}
        {!moved && !lost && !desk?.later && (
          <Goods service={service} goods={goods} onChange={setGoods} />
        )}
        {chosen && !moved && (
          <TextArea
            label={t("book.note")}
            hint={t("book.noteHint")}
            value={note}
            maxLength={1000}
            rows={2}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
        {chosen && <AskedWith {...asking} />}
        {chosen && whoAsks && <WhoAsks {...whoAsks} />}
      </div>
      <div className="sticky bottom-0 z-10 lg:top-20 lg:bottom-auto">
        {wanted ? (
          <Take
            key={`${nameOf(wanted)} ${search.who ?? ""}`}
            service={service}
            search={there}
            moved={moved}
            chosen={handed ? { ...wanted, combinations: wanted.combinations.slice(0, 1) } : wanted}
            free={!waits && told.isFree(wanted)}
            waits={waits}
            note={note}
            goods={goods}
            pay={pay}
            asking={asking}
            whoAsks={whoAsks}
            repeats={repeats && !moved}
            onPay={setPay}
            desk={desk}
            onChoose={choose}
          />
        ) : (
          <p className="hidden rounded-l border border-dashed border-line-strong p-5 text-ink-soft lg:block">
            {t("book.chooseTime")}
          </p>
        )}
      </div>
    </div>
  );
}

/** Where a certificate of the service is sold: the way there. */
function AsGift({ service }: Pick<Props, "service">) {
  const { t, locale } = useLanguage();
  const sold = useQuery(answerQuery<PackagesBody>(["packages", locale], "/packages", { locale }));
  const items = sold.data?.packages.flatMap((one) => one.items) ?? [];
  if (!items.some(({ kind, services }) => kind === "sessions" && services[0] === service.id))
    return null;
  return (
    <Link
      to="/packages"
      search={{ service: service.id }}
      className="block w-fit text-accent underline underline-offset-4"
    >
      {t("book.asGift")}
    </Link>
  );
}

type SizeProps = Pick<Props, "service"> & {
  search: Search;
  onChange: (next: Partial<Search>) => void;
};

function Size({ service, search, onChange }: SizeProps) {
  const { t, formats } = useLanguage();
  return (
    <>
      {service.lengths.length > 1 && (
        <Choice
          legend={t("book.length")}
          value={String(search.length)}
          items={service.lengths.map((one) => ({
            value: String(one),
            label: formats.length(one),
          }))}
          onChange={(length) => onChange({ length: Number(length) })}
        />
      )}
      {service.people > 1 && (
        <div className="space-y-2">
          <p className="text-13 font-medium text-ink-soft">{t("book.people")}</p>
          <Stepper
            label={t("book.people")}
            value={search.people}
            most={service.people}
            onChange={(count) => onChange({ people: count })}
          />
        </div>
      )}
    </>
  );
}

/** The next time there is, one tap away. */
function NextFree({ time, onChoose }: { time: TimeBody; onChoose: (time: TimeBody) => void }) {
  const { t } = useLanguage();
  const when = useWhen();
  return (
    <Button
      kind="plain"
      size="s"
      icon="clock"
      className="-ml-3 text-left whitespace-normal!"
      onClick={() => onChoose(time)}
    >
      {t("book.nextFree", { time: when(time) })}
    </Button>
  );
}
