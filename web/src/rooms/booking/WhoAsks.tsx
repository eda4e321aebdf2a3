import { useEffect, useRef, useState } from "react";
import { asProblem, saidOf } from "../../base/api/problem";
import type { ServiceBody, TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useSession } from "../../base/session";
import { useContact } from "./ConfirmContact";
import { askerTyped, keepAsker } from "./draft";
import { usePhotographers } from "./queries";
import { toFault } from "./toFault";
import { WhoFields } from "./WhoFields";
import { isWhole, trimmed, type Who } from "./who";

/** Within how many hours it is answered, as far as is known before it is asked; null: at once. */
export function useRequestHours(service: ServiceBody, chosen?: TimeBody): number | null {
  const people = usePhotographers().data?.photographers ?? [];
  const ids = chosen?.combinations[0]?.resources ?? [];
  const hours = people.filter(({ id }) => ids.includes(id)).map((one) => one.requestHours);
  const known = [service.requestHours, ...hours].filter((one) => one !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** A guest who asks for a time says who they are before somebody answers them; others have said it. */
export interface WhoAsking {
  who: Who;
  tries: number;
  error: unknown;
  onType: (next: Partial<Who>) => void;
  /** As it is sent; null: nobody is asked; undefined: something lacks, which is said at its field. */
  contact: () => { name: string; email: string | null; phone: string } | null | undefined;
  onRefused: (error: unknown) => void;
}

/** Undefined: nobody is asked. An address that was confirmed by a code is not asked for again. */
export function useWhoAsks(asked: boolean): WhoAsking | undefined {
  const guest = useSession()?.user === null;
  const confirmed = useContact(asked && guest);
  const [typed, setTyped] = useState(askerTyped);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  if (!asked || !guest) return undefined;
  const known = confirmed?.confirmed ? confirmed.email : "";
  const who = { ...typed, email: typed.email || known };
  return {
    who,
    tries,
    error,
    onType: (next) => {
      const now = { ...typed, ...next };
      setTyped(now);
      keepAsker(now);
      setError(null);
    },
    contact: () => {
      setError(null);
      const said = trimmed(who);
      if (isWhole(said)) return { ...said, email: said.email || null };
      setTries((before) => before + 1);
      return undefined;
    },
    onRefused: (refusal) => {
      if (asProblem(refusal).code !== "contact-invalid") return;
      setError(refusal);
      setTries((before) => before + 1);
    },
  };
}

export function WhoAsks({ who, tries, error, onType }: WhoAsking) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const place = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (tries === 0) return;
    toFault(place.current);
  }, [tries]);
  const problem = error ? asProblem(error) : null;
  return (
    <fieldset ref={place} className="space-y-4" data-testid="who-asks">
      <legend className="mb-2 font-medium">{t("order.contact")}</legend>
      <WhoFields
        who={who}
        tried={tries > 0}
        wrong={(name) =>
          problem?.body.field === name ? (saidOf(problem, name) ?? words(problem)) : null
        }
        onType={onType}
      />
    </fieldset>
  );
}
