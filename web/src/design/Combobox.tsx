import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";
import { Field } from "./Field";

interface Suggestion {
  key: string;
  label: string;
  hint?: string;
}

interface Props {
  label: string;
  hint?: string;
  error?: string | null;
  dense?: boolean;
  maxLength?: number;
  text: string;
  onText: (text: string) => void;
  /** What fits the text. */
  items: readonly Suggestion[];
  onChoose: (key: string) => void;
  /** Enter where no suggestion is marked. */
  onEnter?: () => void;
}

/** A text that is typed with suggestions below it: arrows mark one, Enter takes it, Escape closes. */
export function Combobox(props: Props) {
  const { label, hint, error, dense, maxLength = 200, text, onText, items, onChoose } = props;
  const { t } = useLanguage();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [marked, mark] = useState(-1);
  const shown = open && items.length > 0;
  const current = shown ? items[marked] : undefined;
  useEffect(() => {
    if (current)
      document.getElementById(`${id}-${current.key}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);
  const close = () => {
    setOpen(false);
    mark(-1);
  };
  const choose = (key: string) => {
    close();
    onChoose(key);
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && items.length > 0) {
      const from = shown ? marked : step > 0 ? -1 : items.length;
      setOpen(true);
      mark((Math.max(from, step > 0 ? -1 : 0) + step + items.length) % items.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      if (current) choose(current.key);
      else if (props.onEnter) props.onEnter();
      else return;
    } else if (event.key === "Escape" && shown) {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <Field
        role="combobox"
        label={label}
        hint={hint}
        error={error}
        dense={dense}
        maxLength={maxLength}
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? `${id}-list` : undefined}
        aria-activedescendant={current && `${id}-${current.key}`}
        value={text}
        onChange={({ target }) => {
          onText(target.value);
          setOpen(true);
          mark(-1);
        }}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        onBlur={close}
        onKeyDown={keys}
      />
      <span role="status" className="sr-only">
        {shown ? t("combobox.found", { count: items.length }) : ""}
      </span>
      {shown && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-m border border-line bg-raised p-1 shadow-over"
        >
          {items.map((item, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's
            <div
              key={item.key}
              id={`${id}-${item.key}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === marked}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => mark(place)}
              onClick={() => choose(item.key)}
              className={classes(
                "cursor-pointer rounded-m px-3 py-2",
                place === marked && "bg-accent-soft",
              )}
            >
              <span className="block wrap-anywhere">{item.label}</span>
              {item.hint && (
                <span className="block text-13 text-ink-soft wrap-anywhere">{item.hint}</span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
