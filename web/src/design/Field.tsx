import {
  type AriaAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";

const BOX =
  "w-full rounded-m border border-line-strong bg-raised px-3 text-15 text-ink placeholder:text-ink-faint " +
  "hover:border-ink-soft focus-visible:outline-offset-0 aria-invalid:border-danger " +
  "disabled:border-line disabled:bg-sunken";

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** The label is for screen readers only; the place says enough to the eye. */
  bare?: boolean;
  children: (wiring: AriaAttributes & { id: string }) => ReactNode;
  className?: string;
}

/** Label, control, hint and error, tied together for every reader. */
function Frame({ label, hint, error, bare, children, className }: FrameProps) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={classes("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={bare ? "sr-only" : "text-13 font-medium text-ink-soft"}>
        {label}
      </label>
      {children({
        id,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": described || undefined,
      })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && (
        <p id={`${id}-hint`} className="text-13 text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a field; `alert`: said at once, where nothing leads there. */
export function FieldError(props: { id?: string; alert?: boolean; children: ReactNode }) {
  return (
    <p
      id={props.id}
      role={props.alert ? "alert" : undefined}
      className="flex items-center gap-1 text-13 text-danger"
    >
      <Icon name="alert" size={16} />
      {props.children}
    </p>
  );
}

type Shared = Pick<FrameProps, "label" | "hint" | "error" | "bare" | "className">;

interface FieldProps extends Shared, Omit<InputHTMLAttributes<HTMLInputElement>, "className"> {
  ref?: Ref<HTMLInputElement>;
  end?: ReactNode;
  dense?: boolean;
}

export function Field({ label, hint, error, bare, className, end, dense, ...input }: FieldProps) {
  return (
    <Frame label={label} hint={hint} error={error} bare={bare} className={className}>
      {(wiring) => (
        <span className="relative block">
          <input
            {...input}
            {...wiring}
            className={classes(BOX, dense ? "h-9" : "h-11", Boolean(end) && "pr-20")}
          />
          {end && <span className="absolute inset-y-0 right-1 flex items-center">{end}</span>}
        </span>
      )}
    </Frame>
  );
}

interface TextAreaProps
  extends Shared,
    Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "className"> {}

/** Text of several lines. */
export function TextArea({ label, hint, error, bare, className, ...area }: TextAreaProps) {
  return (
    <Frame label={label} hint={hint} error={error} bare={bare} className={className}>
      {(wiring) => <textarea {...area} {...wiring} className={classes(BOX, "py-2")} />}
    </Frame>
  );
}

type Attributes = Omit<SelectHTMLAttributes<HTMLSelectElement>, "className" | "value" | "onChange">;

interface SelectProps<Value extends string> extends Shared, Attributes {
  dense?: boolean;
  /** What can be chosen, and what each is called. */
  items: readonly Value[];
  nameOf: (value: Value) => string;
  /** What it is called to choose none of them, where one may. */
  none?: string;
  value: Value | null | undefined;
  onChoose: (value: Value | undefined) => void;
}

/** One of several, or none. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hint, error, bare, className, dense, ...rest } = props;
  const { items, nameOf, none, value, onChoose, ...select } = rest;
  return (
    <Frame label={label} hint={hint} error={error} bare={bare} className={className}>
      {(wiring) => (
        <span className="relative block">
          <select
            {...select}
            {...wiring}
            value={value ?? ""}
            onChange={({ target }) => onChoose(items.find((item) => item === target.value))}
            className={classes(BOX, "appearance-none pr-9", dense ? "h-9" : "h-11")}
          >
            {none !== undefined && <option value="">{none}</option>}
            {items.map((item) => (
              <option key={item} value={item}>
                {nameOf(item)}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-ink-soft">
            <Icon name="down" size={16} />
          </span>
        </span>
      )}
    </Frame>
  );
}

interface CheckProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "className"> {
  label: string;
  ref?: Ref<HTMLInputElement>;
}

export function Check({ label, ...input }: CheckProps) {
  return (
    <label className="inline-flex min-h-9 cursor-pointer items-center gap-2 text-15">
      <input {...input} type="checkbox" className="size-4 accent-accent" />
      {label}
    </label>
  );
}

interface SearchProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "className"> {
  label: string;
  dense?: boolean;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

export function SearchBox({ label, dense, className, ...input }: SearchProps) {
  return (
    <span className={classes("relative block", className)}>
      <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-soft">
        <Icon name="search" size={16} />
      </span>
      <input
        {...input}
        type="search"
        aria-label={label}
        placeholder={label}
        className={classes(BOX, "pl-9 text-ellipsis", dense ? "h-9" : "h-10")}
      />
    </span>
  );
}
