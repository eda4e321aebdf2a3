import { useIsMutating } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "./api/problem";

/** What was sent is replaced by what stands there then; what was typed meanwhile stays. */
export function ifStill<T>(sent: T, then: T): (now: T) => T {
  return (now) => (now === sent ? then : now);
}

export interface Edit<T> {
  /** Null: as it is saved. */
  value: T | null;
  set: (next: (now: T | null) => T | null) => void;
}

/** What was typed and is not saved yet, by what it is of: it stays while another is looked at. */
export function useEdits<T>(): (name: string) => Edit<T> {
  const [edits, setEdits] = useState<Record<string, T | null>>({});
  return (name) => ({
    value: edits[name] ?? null,
    set: (next) => setEdits((now) => ({ ...now, [name]: next(now[name] ?? null) })),
  });
}

/** A form, and the state of what is saved that it is over: its version goes with it when it is sent. */
export interface Over<Form, Saved> {
  form: Form;
  over: Saved;
}

/** The server refused it because others had saved meanwhile. */
const OVERTAKEN = 412;

type Typed<Form, Saved> = Over<Form, Saved> | null;

/** What was sent is what is saved now; what was typed meanwhile stays, over that. */
export function ofSaved<Form, Saved>(sent: Form, saved: Saved) {
  return (now: Typed<Form, Saved>): Typed<Form, Saved> =>
    now === null || now.form === sent ? null : { form: now.form, over: saved };
}

/** Something else of it was saved by a button: what is typed over the same state goes on over the next. */
export function ofActed<Form, Saved extends { revision: number }>(
  from: Saved,
  saved: Saved,
  follow: (form: Form) => Form,
) {
  return (now: Typed<Form, Saved>): Typed<Form, Saved> =>
    now?.over.revision === from.revision ? { form: follow(now.form), over: saved } : now;
}

/** Whoever was told that others saved meanwhile, and sends it again, means it over that. */
export function ofTold<Form, Saved>(refusal: unknown, saved: Saved | undefined) {
  return (now: Typed<Form, Saved>): Typed<Form, Saved> =>
    now && saved !== undefined && asProblem(refusal).status === OVERTAKEN
      ? { form: now.form, over: saved }
      : now;
}

/** Something of it is being saved. Two ways to save one thing take turns: each goes out over what the other left. */
export function useSaving(key: readonly unknown[]): boolean {
  return useIsMutating({ mutationKey: key }) > 0;
}

export type FormOver<Form, Saved> = ReturnType<typeof useFormOver<Form, Saved>>;

/** A form of what is saved. It follows what is read until something is typed; from then on it stays, and
 * so does the state that it is over, so that nothing others saved meanwhile is overwritten unseen. */
export function useFormOver<Form, Saved>(saved: Saved, formOf: (saved: Saved) => Form) {
  const [read, setRead] = useState(() => ({ form: formOf(saved), over: saved }));
  const [typed, setTyped] = useState<Typed<Form, Saved>>(null);
  if (read.over !== saved) setRead({ form: formOf(saved), over: saved });
  return {
    ...(typed ?? read),
    typed: typed !== null,
    change: (next: Partial<Form>) =>
      setTyped((now) => {
        const { form, over } = now ?? read;
        return { form: { ...form, ...next }, over };
      }),
    saved: (sent: Form, answer: Saved) => setTyped(ofSaved(sent, answer)),
    set: setTyped,
  };
}
