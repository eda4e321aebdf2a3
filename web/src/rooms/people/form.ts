import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../../base/api/problem";
import { useProblemWords } from "../../base/i18n/problem";

interface Sending {
  isError: boolean;
  error: unknown;
  reset: () => void;
}

/**
 * A form of text fields, each required: what is empty or refused is said at its field, which gets
 * the cursor; what was typed stays.
 */
export function useTextForm<F extends Record<string, string>>(start: F, sending: Sending) {
  const { t, i18n } = useTranslation();
  const words = useProblemWords();
  const [values, setValues] = useState(start);
  const [missing, setMissing] = useState<(keyof F)[]>([]);
  const place = useRef<HTMLFormElement>(null);
  const problem = sending.isError ? asProblem(sending.error) : null;
  const faulty = problem?.body.field ?? null;
  const here = faulty !== null && faulty in values;

  const focus = (name: string | undefined) => {
    const field = name && place.current?.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (problem && here) focus(faulty);
  }, [sending.error]);

  const fault = (name: string): string | null => {
    const required = `account.fault.${name}`;
    if (missing.includes(name) || (faulty === name && problem?.code === "invalid-request"))
      return i18n.exists(required) ? t(required as "account.fault.name") : words(problem);
    return faulty === name ? words(problem) : null;
  };
  return {
    values,
    place,
    bind: (name: keyof F & string) => ({
      name,
      value: values[name],
      onChange: (event: { target: { value: string } }) => {
        setMissing((now) => now.filter((each) => each !== name));
        sending.reset();
        setValues((now) => ({ ...now, [name]: event.target.value }));
      },
      error: fault(name),
    }),
    /** What was refused, if not because of one field. */
    refusal: problem && !here ? problem : null,
    submit: (send: (values: F) => void) => (event: FormEvent) => {
      event.preventDefault();
      const empty = Object.keys(values).filter((name) => !values[name]?.trim());
      setMissing(empty);
      if (empty.length > 0) focus(empty[0]);
      else send(values);
    },
    clear: () => setValues(start),
  };
}
