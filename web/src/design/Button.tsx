import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from "react";
import type { StaffRoute } from "../base/duties";
import { useOnline } from "../base/online";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { useCan, useWorks } from "./Work";

export type Look = "primary" | "quiet" | "plain" | "danger";
type Size = "s" | "m" | "l";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "bg-raised text-ink border border-line-strong hover:border-ink hover:bg-sunken",
  plain: "text-accent hover:bg-accent-soft",
  danger: "bg-danger text-on-danger hover:opacity-90",
};

const SIZES: Record<Size, string> = {
  s: "min-h-8 px-3 text-13 gap-1.5",
  m: "min-h-10 px-4 text-15 gap-2",
  l: "min-h-12 px-6 text-15 gap-2",
};

function look(kind: Look, size: Size, wide?: boolean): string {
  return classes(
    "inline-flex items-center justify-center rounded-m py-1 font-medium text-center whitespace-nowrap select-none",
    "transition-colors duration-(--quick) aria-disabled:opacity-50 aria-disabled:pointer-events-none",
    LOOKS[kind],
    SIZES[size],
    wide && "w-full",
  );
}

interface Common {
  kind?: Look;
  size?: Size;
  wide?: boolean;
  icon?: IconName;
}

/** What staff need for a button to be there at all. */
interface OfWork {
  /** Changes nothing: it is there for whoever only reads, too. */
  looks?: boolean;
  /** What it asks, where that is other work than the place's. */
  needs?: StaffRoute;
}

interface ButtonProps extends Common, OfWork, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Says that the action is under way; the button keeps its place and its focus. */
  busy?: boolean;
  /** Takes or pays for something: off while there is no network (`OfflineNote` says so beside it). */
  online?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    kind = "quiet",
    size = "m",
    wide,
    icon,
    busy,
    disabled,
    online,
    className,
    looks,
    needs,
    ...rest
  } = props;
  const connected = useOnline();
  const works = useWorks(needs);
  if (!works && !looks) return null;
  const off = Boolean(busy || disabled || (online && !connected));
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={off || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else rest.onClick?.(event);
      }}
      className={classes(look(kind, size, wide), className)}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} size={size === "s" ? 16 : 20} />}
      {rest.children}
    </button>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 rounded-full border-2 border-current border-r-transparent motion-safe:animate-spin"
    />
  );
}

interface AnchorProps extends Common, AnchorHTMLAttributes<HTMLAnchorElement> {
  /** What is done where it leads, if nothing else is to be had there. */
  needs?: StaffRoute;
  ref?: Ref<HTMLAnchorElement>;
}

/** A plain link that looks like a button. */
export function Anchor(props: AnchorProps) {
  const { kind = "quiet", size = "m", wide, icon, className, children, needs, ...rest } = props;
  if (!useCan(needs)) return null;
  return (
    <a {...rest} className={classes(look(kind, size, wide), className)}>
      {icon && <Icon name={icon} size={size === "s" ? 16 : 20} />}
      {children}
    </a>
  );
}

/** A link that looks like a button; it goes somewhere and does nothing else. */
export const ButtonLink = createLink(Anchor);

interface IconButtonProps extends OfWork, ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  size?: "s" | "m";
  badge?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon,
  label,
  size = "m",
  badge,
  className,
  looks,
  needs,
  ...rest
}: IconButtonProps) {
  const works = useWorks(needs);
  if (!works && !looks) return null;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(iconLook(size), className)}
    >
      <Icon name={icon} size={size === "s" ? 16 : 20} />
      {badge}
    </button>
  );
}

export function iconLook(size: "s" | "m" = "m"): string {
  return classes(
    "relative inline-flex items-center justify-center rounded-m text-ink-soft",
    "hover:bg-sunken hover:text-ink disabled:opacity-40 disabled:pointer-events-none transition-colors duration-(--quick)",
    size === "s" ? "size-8" : "size-10",
  );
}
