import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Refusal } from "./Failure";

interface Props {
  /** Sends what was typed, unless a field says what is wrong with it. */
  onSubmit: () => void;
  /** Something else is meant from now on. */
  onChange?: () => void;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  reader?: "staff";
  /** What is said of a refusal, where its own words are not enough or stand at a field. */
  refusal?: ReactNode;
  /** The fields, which say what is wrong with them once it was tried to send. */
  children: ReactNode | ((tried: boolean) => ReactNode);
  /** The button that sends, and what stands beside it. */
  end: ReactNode;
}

/** Fields that are sent together: the first one at fault gets the cursor. */
export function Form(props: Props) {
  const { onSubmit, onChange, sending, reader, refusal, children, end } = props;
  const place = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  const { isPending, isSuccess, isError, error } = sending;
  useEffect(() => {
    if (tries > 0) focusFault(place.current);
  }, [tries]);
  useEffect(() => {
    if (error) focusFault(place.current);
  }, [error]);
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
    <form ref={place} noValidate className="space-y-4" onSubmit={submit} onChange={onChange}>
      {typeof children === "function" ? children(tries > 0) : children}
      {refusal === undefined ? isError && <Refusal reader={reader} error={error} /> : refusal}
      {end}
    </form>
  );
}

function focusFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
