import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { useWorks } from "../../design/Work";

interface Props<Value extends string> {
  /** What is changed, and of what: for who hears the page. */
  label: string;
  shown: ReactNode;
  value: Value;
  /** Among these; without them it is typed. */
  items?: readonly Value[];
  nameOf?: (value: Value) => string;
  number?: boolean;
  /** What is wrong with it as typed. */
  faultOf?: (typed: string) => string | null;
  /** Saves it; throws what it was refused for. */
  save: (typed: Value) => Promise<void>;
  /** What a refusal means here, where its own words say too little. */
  told?: (error: unknown) => string | null;
}

const BOX =
  "h-8 rounded-s border border-line-strong bg-raised px-2 text-13 text-ink aria-invalid:border-danger";

/** A cell that is changed where it stands: Enter opens and saves, Tab saves and goes on, Escape leaves it
 * as it was. What is refused stays as typed. */
export function InlineCell<Value extends string>(props: Props<Value>) {
  const { label, shown, value, items, nameOf, number, faultOf, save, told } = props;
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const works = useWorks();
  const [typed, setTyped] = useState<Value | null>(null);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const back = useRef(false);
  const open = typed !== null;

  useEffect(() => {
    if (open) {
      box.current?.focus();
      box.current?.select?.();
    } else if (back.current) button.current?.focus();
    back.current = false;
  }, [open]);

  const close = (focus: boolean) => {
    back.current = focus;
    setWhy(null);
    setTyped(null);
  };
  const commit = async (focus: boolean) => {
    if (typed === null || busy) return;
    if (typed.trim() === value) return close(focus);
    const fault = faultOf?.(typed) ?? null;
    setWhy(fault);
    if (fault) return;
    setBusy(true);
    try {
      await save(typed);
      close(focus);
    } catch (error) {
      setWhy(told?.(error) ?? words(error));
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close(true);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void commit(true);
    }
  };
  const wiring = {
    ref: box,
    "aria-label": label,
    "aria-invalid": why ? true : undefined,
    "aria-busy": busy || undefined,
    value: typed ?? value,
    onKeyDown: keys,
    // What was refused is sent again by Enter alone: going on is not insisting.
    onBlur: () => void (why === null && commit(false)),
    onDoubleClick: (event: MouseEvent) => event.stopPropagation(),
  };
  return (
    <span className="relative inline-block">
      {!works ? (
        shown
      ) : !open ? (
        <button
          ref={button}
          type="button"
          aria-label={t("products.inline.edit", { what: label })}
          onClick={() => setTyped(value)}
          onDoubleClick={(event) => event.stopPropagation()}
          className={classes(
            "inline-flex min-h-8 items-center rounded-s px-1.5 outline-offset-0 hover:bg-sunken",
            number ? "tabular -mr-1.5 justify-end" : "-ml-1.5",
          )}
        >
          {shown}
        </button>
      ) : items ? (
        <select
          {...wiring}
          className={BOX}
          onChange={(event) => {
            setWhy(null);
            setTyped(event.target.value as Value);
          }}
        >
          {items.map((item) => (
            <option key={item} value={item}>
              {nameOf?.(item) ?? item}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...wiring}
          inputMode={number ? "decimal" : undefined}
          autoComplete="off"
          maxLength={20}
          className={classes(BOX, "w-24", number && "tabular text-right")}
          onChange={(event) => {
            setWhy(null);
            setTyped(event.target.value as Value);
          }}
        />
      )}
      {open && why && (
        <span
          role="alert"
          className="flex w-52 items-start gap-1 pt-1 text-left text-13 whitespace-normal text-danger"
        >
          <Icon name="alert" size={16} />
          {why}
        </span>
      )}
    </span>
  );
}
