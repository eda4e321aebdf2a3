import * as Radix from "@radix-ui/react-dialog";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Kbd } from "../../design/Badge";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { covered, keyOf } from "../../design/rowKeys";
import { type Choice, useChoices } from "./choices";

/** Ctrl K, or a button: pages, orders, products and people, found by typing. */
export function Palette({ wide }: { wide?: boolean }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  useCtrlK(() => setOpen(true), wide === true);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <Button
          size={wide ? "s" : "m"}
          icon="search"
          wide={wide}
          className={wide ? "justify-start!" : undefined}
        >
          <span className={wide ? "grow text-left" : undefined}>{t("staff.key.search")}</span>
          {wide && <Kbd>Ctrl K</Kbd>}
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[8dvh] z-50 mx-auto flex max-h-[80dvh] max-w-xl flex-col overflow-hidden rounded-l border border-line bg-raised shadow-over"
        >
          <Radix.Title className="sr-only">{t("palette.title")}</Radix.Title>
          <Search onDone={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once for the page: the layout has two buttons, of which one is seen. */
function useCtrlK(onOpen: () => void, listens: boolean): void {
  useEffect(() => {
    if (!listens) return;
    const listen = (event: globalThis.KeyboardEvent) => {
      const wanted = keyOf(event).toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!wanted || covered()) return;
      event.preventDefault();
      onOpen();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [onOpen, listens]);
}

function Search({ onDone }: { onDone: () => void }) {
  const { t } = useLanguage();
  const id = useId();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const { groups, busy, early, failed } = useChoices(typed.trim());
  const all = groups.flatMap(({ choices }) => choices);
  const [chosen, setChosen] = useState(0);
  const [entered, setEntered] = useState(false);
  const current = Math.min(chosen, Math.max(0, all.length - 1));
  const go = (choice: Choice | undefined) => {
    if (!choice) return;
    onDone();
    void navigate(choice.to);
  };
  const active = all[current];
  // What was found for earlier words is not what is asked for: Enter waits for what is.
  const waits = active ? active.early : early;
  useEffect(() => {
    if (!entered || waits) return;
    setEntered(false);
    go(active);
  });
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && all.length > 0) setChosen((current + step + all.length) % all.length);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing)
      setEntered(current === 0 || !waits);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    if (active)
      document.getElementById(`${id}-${active.key}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <span className="text-ink-soft">
          <Icon name="search" />
        </span>
        <input
          role="combobox"
          aria-label={t("palette.title")}
          aria-expanded={all.length > 0}
          aria-controls={all.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={active && `${id}-${active.key}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t("palette.hint")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
            setEntered(false);
          }}
          onKeyDown={keys}
          className="h-12 min-w-0 grow bg-transparent text-15 outline-none placeholder:text-ink-faint"
        />
        <Radix.Close className="text-13 text-ink-soft" aria-label={t("form.close")}>
          <Kbd>Esc</Kbd>
        </Radix.Close>
      </div>
      {all.length > 0 && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={t("palette.title")}
          className="overflow-y-auto p-2"
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of form controls
            <div key={group.name} role="group" aria-labelledby={`${id}-${group.name}`}>
              <p id={`${id}-${group.name}`} className="px-3 pt-2 pb-1 text-13 text-ink-soft">
                {t(`palette.group.${group.name}`)}
              </p>
              {group.choices.map((choice) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's, which has the focus
                <div
                  key={choice.key}
                  id={`${id}-${choice.key}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={choice === active}
                  onClick={() => go(choice)}
                  className={classes(
                    "flex min-h-10 cursor-pointer items-center justify-between gap-4 rounded-m px-3 py-1",
                    choice === active ? "bg-accent-soft" : "hover:bg-sunken",
                  )}
                >
                  <span className="max-w-[70%] shrink-0 truncate font-medium">{choice.label}</span>
                  <span className="min-w-0 truncate text-13 text-ink-soft">{choice.detail}</span>
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
      <p
        role="status"
        className={classes("px-5 text-ink-soft", all.length === 0 ? "py-4" : "sr-only")}
      >
        {failed
          ? t("palette.failed")
          : all.length === 0
            ? t(busy ? "palette.busy" : "staff.noneFound")
            : t("palette.found", { count: all.length })}
      </p>
    </>
  );
}
