import * as Radix from "@radix-ui/react-toast";
import { useSyncExternalStore } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button, iconLook } from "./Button";
import { Icon } from "./Icon";

interface ToastWords {
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
  tone?: "free" | "danger";
}

interface Toast extends ToastWords {
  id: number;
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says briefly that something was done, with an undo where undoing is honest. Said again, it
 * stands once, as the latest. */
export function toast(words: ToastWords): void {
  last += 1;
  const others = toasts.filter(({ title, text }) => title !== words.title || text !== words.text);
  set([...others.slice(-2), { ...words, id: last }]);
}

const read = () => toasts;

export function Toasts() {
  const { t } = useLanguage();
  const shown = useSyncExternalStore(subscribe, read);
  return (
    <Radix.Provider duration={9_000} swipeDirection="down" label={t("toast.one")}>
      {shown.map(({ id, title, text, action, tone }) => (
        <Radix.Root
          key={id}
          type={tone === "danger" ? "foreground" : "background"}
          onOpenChange={(open) => !open && set(toasts.filter((each) => each.id !== id))}
          className="appear flex items-center gap-3 rounded-m border border-line bg-raised p-3 pl-4 shadow-over"
        >
          <span className={tone === "danger" ? "text-danger" : "text-free"}>
            <Icon name={tone === "danger" ? "alert" : "check"} />
          </span>
          <div className="min-w-0 grow">
            <Radix.Title className="font-medium">{title}</Radix.Title>
            {text && (
              <Radix.Description className="text-13 text-ink-soft">{text}</Radix.Description>
            )}
          </div>
          {action && (
            <Radix.Action asChild altText={action.label}>
              <Button looks size="s" onClick={action.run}>
                {action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close className={iconLook("s")} aria-label={t("form.close")}>
            <Icon name="close" size={16} />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        label={t("toast.all")}
        className="toasts fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-md flex-col gap-2 outline-none sm:right-6 sm:left-auto sm:w-96"
      />
    </Radix.Provider>
  );
}
