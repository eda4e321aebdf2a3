import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../../base/api/problem";
import { useProblemWords } from "../../base/i18n/problem";

interface Sending {
  isPending: boolean;
  isSuccess: boolean;
  isError: boolean;
  error: unknown;
  reset: () => void;
}

/**
 * A form of text fields, each required: what is empty or refused is said at its field; what was
 * typed stays. `form` is for `Form`.
 */
export function useTextForm<F extends Record<string, string>>(
  start: F,
  sending: Sending,
  send: (values: F) => void,
) {
  const { t, i18n } = useTranslation();
  const words = useProblemWords();
  const [values, setValues] = useState(start);
  const [missing, setMissing] = useState<string[]>([]);
  const problem = sending.isError ? asProblem(sending.error) : null;
  const faulty = problem?.body.field ?? null;
  const here = faulty !== null && faulty in values;

  const fault = (name: string): string | null => {
    const required = `account.fault.${name}`;
    if (missing.includes(name) || (faulty === name && problem?.code === "invalid-request"))
      return i18n.exists(required) ? t(required as "account.fault.name") : words(problem);
    return faulty === name ? words(problem) : null;
  };
  return {
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
    form: {
      sending,
      /** What is said at a field is not said again below. */
      refusal: here ? (null as ReactNode) : undefined,
      onSubmit: () => {
        const empty = Object.keys(values).filter((name) => !values[name]?.trim());
        setMissing(empty);
        if (empty.length === 0) send(values);
      },
    },
    /** What began empty is empty again. */
    clear: () => {
      const empty = Object.entries(start).filter(([, value]) => value === "");
      setValues((now) => ({ ...now, ...Object.fromEntries(empty) }));
    },
  };
}
