import {
  type FocusEvent,
  type FormEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { Refusal } from "./Failure";

interface Props {
  /** Sends what was typed, unless a field says what is wrong with it. */
  onSubmit: () => void;
  /** Something else is meant from now on. */
  onChange?: () => void;
  /** The cursor left a field. */
  onBlur?: (event: FocusEvent<HTMLFormElement>) => void;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  reader?: "staff";
  /** It was sent without being asked to: the cursor stays where it is. */
  quiet?: boolean;
  /** What is said of a refusal, where its own words are not enough or stand at a field. */
  refusal?: ReactNode;
  /** The fields, which say what is wrong with them once it was tried to send. */
  children: ReactNode | ((tried: boolean) => ReactNode);
  /** The button that sends, and what stands beside it. */
  end: ReactNode;
}

/** Fields that are sent together: the first one at fault gets the cursor. */
export function Form(props: Props) {
  const { onSubmit, onChange, onBlur, sending, reader, quiet, refusal, children, end } = props;
  const place = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const { isPending, isSuccess, isError, error } = sending;
  useEffect(() => {
    if (tries > 0) focusFault(place.current);
  }, [tries]);
  useEffect(() => {
    if (error && !quiet) focusFault(place.current);
  }, [error, quiet]);
  useEffect(() => {
    if (isSuccess) setTries(0);
  }, [isSuccess]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    setTries(tries + 1);
    onSubmit();
  };
  return (
    <form
      ref={place}
      noValidate
      className="space-y-4"
      onSubmit={submit}
      onChange={onChange}
      onBlur={onBlur}
    >
      {typeof children === "function" ? children(tries > 0) : children}
      {refusal === undefined ? isError && <Refusal reader={reader} error={error} /> : refusal}
      {end}
    </form>
  );
}

function focusFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
