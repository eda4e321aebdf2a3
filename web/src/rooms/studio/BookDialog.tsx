import { useState } from "react";
import { insist } from "../../base/api/client";
import type {
  BoardAnswer,
  BoardResource,
  BoardService,
  HoldAnswer,
  OwnClientShown,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { useTimes } from "../booking/queries";
import { localBy } from "./days";
import { Instead } from "./Instead";
import { faultsOf, type NewClient, NewClientFields, NOBODY_YET, newClientOf } from "./NewClient";
import { PickClient } from "./PickClient";
import { servedBy } from "./rules";
import { SendLink } from "./SendLink";

interface Props {
  board: BoardAnswer;
  me: BoardResource;
  start: number;
  /** To begin with. */
  client?: OwnClientShown;
  onDone: () => Promise<unknown>;
  /** The time is taken away instead. */
  onBlock?: () => void;
  onClose: () => void;
}

/** What is typed. `length`: what is wished for, where the service may take so long. */
interface Typed {
  who: "known" | "new";
  known: OwnClientShown | undefined;
  caller: NewClient;
  service: string | undefined;
  length: number | undefined;
  day: string;
  time: string;
  later: boolean;
  note: string;
}

/** A photographer or a studio books its own time for a client: who, what, and when. */
export function BookDialog({ board, me, start, client, onDone, onBlock, onClose }: Props) {
  const { t, formats } = useLanguage();
  const clock = board.clocks[me.zone] ?? [];
  const services = servedBy(board, me, start);
  const whose = board.resources.map(({ id }) => id);
  const [typed, setTyped] = useState<Typed>(() => ({
    who: "known",
    known: client,
    caller: NOBODY_YET,
    service: services[0]?.id,
    length: undefined,
    ...placeOf(localBy(clock, start)),
    later: true,
    note: "",
  }));
  const [held, setHeld] = useState<HoldAnswer>();
  const book = useIntent(
    (key: string, asked: object) => insist<HoldAnswer>("/studio/bookings/hold", asked, key),
    {
      onSuccess: async (answer) => {
        await onDone();
        if (answer.booking.status === "held") return setHeld(answer);
        toast({ title: t("own.booked", { number: answer.number }) });
        onClose();
      },
    },
  );
  const change = (next: Partial<Typed>) => {
    book.change();
    setTyped({ ...typed, ...next });
  };
  const send = () => {
    const asked = askedOf(typed, services);
    if (asked) book.mutate(asked);
  };
  if (held)
    return <SendLink held={held} name={nameOf(typed) || t("word.guest")} onClose={onClose} />;
  if (services.length === 0)
    return (
      <Dialog open onClose={onClose} title={t("own.book")}>
        <Notice title={t("own.bookNothing")} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("own.book")}
      text={t("own.bookText", { zone: formats.zoneName(me.zone) })}
    >
      <Form
        reader="staff"
        sending={book}
        onSubmit={send}
        end={
          <div className="flex flex-wrap justify-end gap-2 pt-2">
            {onBlock && (
              <Button kind="plain" onClick={onBlock}>
                {t("board.block")}
              </Button>
            )}
            <Button kind="primary" type="submit" busy={book.isPending}>
              {t(typed.later ? "own.bookIt" : "own.holdIt")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            <WhoFields typed={typed} onChange={change} tried={tried} error={book.error} />
            <WhatFields typed={typed} onChange={change} services={services} whose={whose} />
            <Instead
              error={book.error}
              onChoose={(one) => change(placeOf(localBy(clock, Date.parse(one.start))))}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

const placeOf = (local: string) => ({ day: local.slice(0, 10), time: local.slice(11) });

const nameOf = ({ who, known, caller }: Typed) =>
  who === "new" ? caller.name.trim() : (known?.name ?? "");

/** What was chosen; of what can be booked by now the first, if that is gone. */
const serviceOf = ({ service }: Typed, services: readonly BoardService[]) =>
  services.find(({ id }) => id === service) ?? services[0];

/** How long it is to take: as is wished for, or the shortest. */
const lengthOf = (service: BoardService | undefined, wished: number | undefined) =>
  service?.lengths.find((one) => one === wished) ?? service?.lengths[0];

/** As the API is asked; undefined while something is missing. */
function askedOf(typed: Typed, services: readonly BoardService[]) {
  const { who, known, caller, day, time, later, note } = typed;
  const service = serviceOf(typed, services);
  const newClient = newClientOf(caller);
  const whom = who === "new" ? newClient && { newClient } : known && { clientId: known.id };
  if (!whom || !service) return undefined;
  const length = lengthOf(service, typed.length);
  const start = `${day}T${time}`;
  return { serviceId: service.id, start, length, note: note.trim(), later, ...whom };
}

interface FieldsProps {
  typed: Typed;
  onChange: (next: Partial<Typed>) => void;
}

/** A client of one's own, or somebody new. */
function WhoFields(props: FieldsProps & { tried: boolean; error: unknown }) {
  const { typed, onChange, tried, error } = props;
  const { t } = useLanguage();
  return (
    <div data-first tabIndex={-1} className="space-y-4 outline-none">
      <Choice
        legend={t("bookFor.whom")}
        value={typed.who}
        onChange={(who) => onChange({ who: who as Typed["who"] })}
        items={[
          { value: "known", label: t("own.ofMine") },
          { value: "new", label: t("bookFor.new") },
        ]}
      />
      {typed.who === "known" ? (
        <PickClient
          value={typed.known}
          error={tried && !typed.known ? t("bookFor.choose") : null}
          onChange={(known) => onChange({ known })}
        />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <NewClientFields
            value={typed.caller}
            onChange={(caller) => onChange({ caller })}
            tried={tried}
            faults={faultsOf(error)}
          />
        </div>
      )}
    </div>
  );
}

/** What of it, when, and how it is paid. */
function WhatFields(props: FieldsProps & { services: readonly BoardService[]; whose: string[] }) {
  const { typed, onChange, services, whose } = props;
  const { t, formats } = useLanguage();
  const service = serviceOf(typed, services);
  const length = lengthOf(service, typed.length);
  const price = usePrice(typed, service?.id, length, whose);
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Select
          className="col-span-2 sm:col-span-1"
          label={t("bookFor.service")}
          value={service?.id}
          items={services.map(({ id }) => id)}
          nameOf={(id) => services.find((one) => one.id === id)?.name ?? id}
          onChoose={(id) => onChange({ service: id })}
        />
        <Select
          className="col-span-2 sm:col-span-1"
          label={t("board.length")}
          value={String(length)}
          items={(service?.lengths ?? []).map(String)}
          nameOf={(one) => formats.length(Number(one))}
          onChoose={(one) => onChange({ length: Number(one) })}
        />
        <Field
          type="date"
          required
          label={t("board.day")}
          value={typed.day}
          onChange={({ target }) => onChange({ day: target.value })}
        />
        <Field
          type="time"
          required
          label={t("board.start")}
          value={typed.time}
          onChange={({ target }) => target.value && onChange({ time: target.value })}
        />
      </div>
      <Choice
        legend={t("bookFor.paying")}
        value={typed.later ? "later" : "now"}
        onChange={(when) => onChange({ later: when === "later" })}
        items={[
          { value: "later", label: t("bookFor.later") },
          { value: "now", label: t("own.byLink") },
        ]}
      />
      <Field
        label={t("board.note")}
        value={typed.note}
        maxLength={1000}
        onChange={({ target }) => onChange({ note: target.value })}
      />
      <p role="status" className="tabular text-ink-soft">
        {price && t("own.priceThen", { price: formats.price(price.amount, price.currency) })}
      </p>
    </>
  );
}

/** What it costs at that time, where it is offered then. */
function usePrice(
  { day, time }: Typed,
  service: string | undefined,
  length: number | undefined,
  where: string[],
) {
  const { data } = useTimes(
    { service: service ?? "", length, people: 1, where },
    service ? day : "",
  );
  const found = data?.times.find(({ local }) => local.startsWith(`${day}T${time}`));
  return found && data ? { amount: found.price, currency: data.currency } : undefined;
}
