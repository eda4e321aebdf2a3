import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { BookingShown, ServiceBody, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { TextArea } from "../../design/Field";
import { OfflineNote } from "../../design/OfflineNote";
import { Stepper } from "../../design/Stepper";
import { Days } from "./Days";
import { Lost } from "./Lost";
import { type Search, todayIn, useHoldTime, useMove, useTimes } from "./queries";
import { Times } from "./Times";
import { useClock } from "./words";

interface Props {
  service: ServiceBody;
  moved?: BookingShown;
}

const ANY = "any";

/** With whom, when, and what else is to be known; the button at the bottom holds it. */
export function BookService({ service, moved }: Props) {
  const { t } = useLanguage();
  const [search, setSearch] = useState<Search>({
    service: service.id,
    length: moved ? minutesOf(moved) : service.lengths[0],
    people: moved?.people ?? 1,
  });
  const [day, setDay] = useState(moved?.local.slice(0, 10) ?? todayIn(undefined));
  const [chosen, setChosen] = useState<TimeBody>();
  const [note, setNote] = useState("");
  const times = useTimes(search, day);
  const [people, setPeople] = useState<Record<string, string>>({});
  const found = Object.entries(times.data?.resources ?? {}).filter(
    ([id, one]) => one.kind === "photographer" && !people[id],
  );
  if (found.length > 0)
    setPeople({ ...people, ...Object.fromEntries(found.map(([id, one]) => [id, one.name])) });
  const another = (next: Partial<Search>) => {
    setSearch({ ...search, ...next });
    setChosen(undefined);
  };
  const choose = (time: TimeBody) => {
    setDay(time.local.slice(0, 10));
    setChosen(time);
  };
  return (
    <div className="space-y-6">
      {!moved && service.lengths.length > 1 && (
        <Choice
          legend={t("book.length")}
          value={String(search.length)}
          items={service.lengths.map((one) => ({
            value: String(one),
            label: t("book.minutes", { count: one }),
          }))}
          onChange={(length) => another({ length: Number(length) })}
        />
      )}
      {!moved && service.people > 1 && (
        <div className="space-y-2">
          <p className="text-13 font-medium text-ink-soft">{t("book.people")}</p>
          <Stepper
            label={t("book.people")}
            value={search.people}
            most={service.people}
            onChange={(count) => another({ people: count })}
          />
        </div>
      )}
      {(Object.keys(people).length > 1 || search.who) && (
        <Choice
          legend={t("book.who")}
          value={search.who ?? ANY}
          items={[
            { value: ANY, label: t("book.anybody") },
            ...Object.entries(people).map(([value, label]) => ({ value, label })),
          ]}
          onChange={(who) => another({ who: who === ANY ? undefined : who })}
        />
      )}
      <Days search={search} day={day} onChoose={setDay} zone={times.data?.times[0]?.zone} />
      <Times
        search={search}
        day={day}
        query={times}
        chosen={chosen}
        onChoose={choose}
        onDay={setDay}
      />
      {chosen && !moved && (
        <TextArea
          label={t("book.note")}
          hint={t("book.noteHint")}
          value={note}
          maxLength={1000}
          rows={3}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
      {chosen && (
        <Take
          key={`${chosen.start} ${search.who ?? ""}`}
          service={service}
          search={search}
          moved={moved}
          chosen={chosen}
          note={note}
          onChoose={choose}
        />
      )}
    </div>
  );
}

function minutesOf(booking: BookingShown): number {
  return (Date.parse(booking.end) - Date.parse(booking.start)) / 60_000;
}

interface TakeProps extends Props {
  search: Search;
  chosen: TimeBody;
  note: string;
  onChoose: (time: TimeBody) => void;
}

/** Holds the time, or moves the booking to it; who comes second is told here what else there is. */
function Take({ service, search, moved, chosen, note, onChoose }: TakeProps) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const navigate = useNavigate();
  const holding = useHoldTime(
    ({ orderId }) => void navigate({ to: "/checkout/$orderId", params: { orderId } }),
  );
  const me = useSession()?.user?.id;
  const others = isStaff(useSession()) && moved?.userId !== `user:${me}`;
  const moving = useMove(() => void navigate({ to: others ? "/staff/bookings" : "/bookings" }));
  const sending = moved ? moving : holding;
  const { start, price, combinations } = chosen;
  const due = combinations[0]?.dueNow ?? price;
  const resources = search.who ? [search.who] : ("any" as const);
  const take = () =>
    moved
      ? moving.mutate({ id: moved.id, start, ...(search.who ? { resources: [search.who] } : {}) })
      : holding.mutate({
          serviceId: service.id,
          start,
          length: search.length,
          resources,
          people: search.people,
          note,
        });
  return (
    <div className="sticky bottom-0 z-10 -mx-4 space-y-3 border-t border-line bg-paper px-4 py-3 sm:mx-0 sm:rounded-l sm:border sm:px-5">
      {sending.isError && <Lost error={sending.error} onChoose={onChoose} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow">
          <span className="font-semibold">{clock.whole(chosen.local)}</span>{" "}
          <span className="tabular text-ink-soft">{formats.price(price, service.currency)}</span>
          {due < price && !moved && (
            <span className="block text-13 text-ink-soft">
              {t("book.deposit", {
                due: formats.price(due, service.currency),
                rest: formats.price(price - due, service.currency),
              })}
            </span>
          )}
        </p>
        <Button
          kind="primary"
          size="l"
          online
          className="w-full sm:w-auto"
          busy={sending.isPending}
          onClick={take}
        >
          {moved
            ? t("book.moveHere")
            : due > 0
              ? t("book.toPay", { price: formats.price(due, service.currency) })
              : t("book.take")}
        </Button>
      </div>
      <OfflineNote />
    </div>
  );
}
