import {
  type ChangeEvent,
  type FocusEvent,
  type FormEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { Refusal } from "./Failure";
import { useNotSaved } from "./unsaved";
import { useWorks } from "./Work";

interface Props {
  /** Sends what was typed, unless a field says what is wrong with it. */
  onSubmit: () => void;
  /** Something else is meant from now on. */
  onChange?: () => void;
  /** The cursor left a field. */
  onBlur?: (event: FocusEvent<HTMLFormElement>) => void;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  reader?: "staff";
  /** Something is typed that is not saved, where the page knows it: by itself a form takes it that
   * whatever is typed, chosen or pressed in it is to be saved. */
  unsaved?: boolean;
  /** It was sent without being asked to: the cursor stays where it is. */
  quiet?: boolean;
  /** It only adds something: it is not there for whoever only reads. */
  adds?: boolean;
  /** It asks for something and changes nothing: it is filled in by whoever only reads, too. */
  looks?: boolean;
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
  const reads = !useWorks() && !props.looks;
  const touched = useTouched(props.sending.isSuccess);
  // Once it is sent, what comes of it may lead on; refused, it is not saved again.
  useNotSaved((props.unsaved ?? touched.unsaved) && !props.sending.isPending);
  const place = useRef<HTMLFormElement>(null);
  const refused = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(0);
  const { isPending, isSuccess, isError, error } = sending;
  useEffect(() => {
    if (tries > 0) focusFault(place.current);
  }, [tries]);
  useEffect(() => {
    if (!error || quiet) return;
    // What other times there are, and why, may have come below what is seen of a dialog.
    if (!focusFault(place.current)) refused.current?.scrollIntoView({ block: "nearest" });
  }, [error, quiet]);
  useEffect(() => {
    if (isSuccess) setTries(0);
  }, [isSuccess]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending || reads) return;
    setTries(tries + 1);
    touched.send();
    onSubmit();
  };
  const changed = (event: ChangeEvent<HTMLFormElement>) => {
    if (isTyped(event.currentTarget, event.target)) touched.touch();
    onChange?.();
  };
  const pressed = ({ currentTarget, target }: MouseEvent<HTMLFormElement>) => {
    if (target instanceof Element && isPressed(currentTarget, target)) touched.touch();
  };
  const fields = typeof children === "function" ? children(tries > 0) : children;
  if (reads && props.adds) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only notes that one of its buttons was pressed
    <form
      ref={place}
      noValidate
      className="space-y-4"
      onSubmit={submit}
      onChange={changed}
      onClick={pressed}
      onBlur={onBlur}
    >
      {reads ? (
        <fieldset disabled className="min-w-0 space-y-4">
          {fields}
        </fieldset>
      ) : (
        fields
      )}
      {refusal === undefined
        ? isError && (
            <div ref={refused} className="scroll-my-4">
              <Refusal reader={reader} error={error} />
            </div>
          )
        : refusal}
      <div className="contents" data-end>
        {end}
      </div>
    </form>
  );
}

/** What was touched since it was last saved. */
function useTouched(saved: boolean) {
  const [times, setTimes] = useState({ touched: 0, saved: 0 });
  const sent = useRef(0);
  useEffect(() => {
    if (saved) setTimes(({ touched }) => ({ touched, saved: sent.current }));
  }, [saved]);
  return {
    unsaved: times.touched > times.saved,
    touch: () => setTimes((now) => ({ ...now, touched: now.touched + 1 })),
    send: () => {
      sent.current = times.touched;
    },
  };
}

/** A field of the form itself, not of a dialog opened from it; what is searched for is not to be saved. */
function isTyped(form: Element, field: Element): boolean {
  return form.contains(field) && field.getAttribute("type") !== "search";
}

/** A button among the fields adds, takes out or moves something. */
function isPressed(form: Element, at: Element): boolean {
  const button = at.closest("button");
  return button?.type === "button" && form.contains(button) && !button.closest("[data-end]");
}

/** Whether a field is at fault: it gets the cursor. */
function focusFault(form: HTMLFormElement | null): boolean {
  const fault = form?.querySelector<HTMLElement>("[aria-invalid=true]");
  fault?.focus();
  return Boolean(fault);
}
