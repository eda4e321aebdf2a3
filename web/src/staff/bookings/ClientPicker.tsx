import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { ClientAnswer, ClientsAnswer, PeopleAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { FieldError, SearchBox } from "../../design/Field";

/** One of the studio's clients, or an account that is none yet. */
export interface KnownClient {
  clientId?: string;
  client?: string;
  /** As they were found; else it is asked for. */
  name?: string;
  reached?: string;
}

const OFFERED = 6;

interface Props {
  value: KnownClient | undefined;
  error?: string | null;
  onChange: (value: KnownClient | undefined) => void;
}

/** Whoever booked here before, or has an account: looked for by name, mail or number. */
export function ClientPicker({ value, error, onChange }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const { found, none } = useFound(q);
  if (value) return <Chosen value={value} onRemove={() => onChange(undefined)} />;
  return (
    <div className="space-y-1">
      <SearchBox
        label={t("bookFor.find")}
        value={typed}
        maxLength={100}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={({ target }) => setTyped(target.value)}
      />
      {error && (
        <FieldError id={`${id}-error`} alert>
          {error}
        </FieldError>
      )}
      <Offered found={found} onChoose={onChange} />
      <p role="status" className="text-13 text-ink-soft">
        {none && t("bookFor.none")}
      </p>
    </div>
  );
}

/** Each a tap away. */
export function Offered(props: { found: KnownClient[]; onChoose: (one: KnownClient) => void }) {
  const { t } = useLanguage();
  if (props.found.length === 0) return null;
  return (
    <ul className="flex flex-col items-start">
      {props.found.map((one) => (
        <li key={one.clientId ?? one.client}>
          <Button
            kind="plain"
            className="h-auto min-h-10 py-1.5 text-left whitespace-normal wrap-anywhere"
            onClick={() => props.onChoose(one)}
          >
            {[one.name || t("bookFor.unnamed"), one.reached].filter(Boolean).join(" · ")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Clients first; accounts of whom none is a client yet after them. */
export function useFound(q: string): { found: KnownClient[]; none: boolean } {
  const clients = useQuery({
    ...answerQuery<ClientsAnswer>(["staff", "clients", "picking", q], "/staff/clients", {
      q,
      limit: OFFERED,
    }),
    enabled: q !== "",
  });
  const people = useQuery({
    ...answerQuery<PeopleAnswer>(["staff", "people", "picking", q], "/staff/people", {
      q,
      limit: OFFERED,
    }),
    enabled: q !== "",
  });
  if (q === "") return { found: [], none: false };
  const known = clients.data?.clients ?? [];
  const owners = new Set(known.flatMap(({ accounts }) => accounts));
  const others = (people.data?.people ?? []).filter(
    ({ kind, userId, owner }) => kind === "user" && userId && !owners.has(owner),
  );
  const found = [
    ...known.map((one) => ({
      clientId: one.id,
      name: one.name,
      reached: [one.email, one.phone].filter(Boolean).join(" · "),
    })),
    ...others.map((one) => ({
      client: one.userId ?? undefined,
      name: one.name ?? "",
      reached: one.email ?? "",
    })),
  ];
  return { found, none: clients.isSuccess && people.isSuccess && found.length === 0 };
}

function Chosen({ value, onRemove }: { value: KnownClient; onRemove: () => void }) {
  const { t } = useLanguage();
  const { clientId } = value;
  const asked = useQuery({
    ...answerQuery<ClientAnswer>(["staff", "clients", clientId], `/staff/clients/${clientId}`),
    enabled: clientId !== undefined && value.name === undefined,
  }).data?.client;
  const name = (value.name ?? asked?.name) || t("bookFor.unnamed");
  const reached = value.reached ?? [asked?.email, asked?.phone].filter(Boolean).join(" · ");
  return (
    <p className="flex min-h-11 items-center justify-between gap-2 rounded-m bg-sunken px-3 py-1.5">
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere">{name}</span>
        {reached && <span className="block text-13 wrap-anywhere text-ink-soft">{reached}</span>}
      </span>
      <Button
        size="s"
        icon="close"
        aria-label={t("form.removeNamed", { name })}
        onClick={onRemove}
      />
    </p>
  );
}
