import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { useSettled } from "../base/settled";
import { classes } from "../design/classes";
import { SearchBox } from "../design/Field";
import { Icon, type IconName } from "../design/Icon";
import { readShopSearch } from "../rooms/catalog/queries";
import { readSearch, recentSearches, suggestQuery } from "../rooms/search/queries";

interface Line {
  key: string;
  icon: IconName;
  text: string;
  note?: string;
  go: () => void;
}

/** The shop's one search: it suggests, and Enter leads to what is found. Of a list that was opened
 * with words, it says them; emptied, the list is whole again. */
export function ShopSearch({ className }: { className?: string }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { inShop, value } = useRouterState({
    select: ({ location: { pathname, search } }) => ({
      inShop: pathname === "/",
      value:
        (pathname === "/" && readShopSearch(search).q) ||
        (pathname === "/search" && readSearch(search).q) ||
        "",
    }),
    structuralSharing: true,
  });
  const [typed, setTyped] = useState(value);
  const [open, setOpen] = useState(false);
  const [chosenKey, choose] = useState<string>();
  const told = useRef(value);
  const id = useId();

  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);

  const find = (words: string) => {
    const q = words.trim();
    setOpen(false);
    choose(undefined);
    if (!q) return;
    setTyped(q);
    told.current = q;
    void navigate({ to: "/search", search: { q } });
  };
  const type = (next: string) => {
    setTyped(next);
    setOpen(true);
    choose(undefined);
    if (next || !inShop || !value) return;
    told.current = "";
    void navigate({
      to: "/",
      search: (before) => ({ ...readShopSearch(before), q: undefined }),
      replace: true,
      resetScroll: false,
    });
  };

  const lines = useLines(typed, open, find, () => setOpen(false));
  const shown = lines.length > 0;
  // By its name: what comes meanwhile does not change what Enter does.
  const chosen = lines.findIndex(({ key }) => key === chosenKey);
  const onKey = (event: KeyboardEvent) => {
    if (!shown) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const places = lines.length + 1; // and none of them
      choose(lines[((chosen + 1 + step + places) % places) - 1]?.key);
    } else if (event.key === "Escape") {
      event.preventDefault(); // which would empty the box
      setOpen(false);
    } else if (event.key === "Enter" && lines[chosen]) {
      event.preventDefault();
      lines[chosen].go();
    }
  };

  return (
    <search className={classes("relative", className)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          find(typed);
        }}
      >
        <SearchBox
          dense
          label={t("shop.search")}
          autoComplete="off"
          aria-autocomplete="list"
          aria-controls={shown ? id : undefined}
          aria-activedescendant={shown && chosen >= 0 ? `${id}-${chosen}` : undefined}
          value={typed}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
          onChange={(event) => type(event.target.value)}
        />
      </form>
      {shown && (
        <div
          id={id}
          role="listbox"
          aria-label={t(typed.trim() ? "search.suggestions" : "search.recent")}
          className="absolute top-full right-0 left-0 z-50 mt-1 max-h-96 overflow-y-auto rounded-m border border-line bg-raised p-1 shadow-over sm:min-w-80 sm:left-auto"
        >
          {lines.map((line, place) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the current line
            // biome-ignore lint/a11y/useKeyWithClickEvents: as above
            <div
              key={line.key}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === chosen}
              className={classes(
                "flex min-h-9 cursor-pointer items-center gap-2 rounded-s px-2 py-1 text-15",
                place === chosen && "bg-sunken",
              )}
              onPointerDown={(event) => event.preventDefault()}
              onPointerEnter={() => choose(line.key)}
              onClick={line.go}
            >
              <span className="text-ink-soft">
                <Icon name={line.icon} size={16} />
              </span>
              <span className="min-w-0 truncate">{line.text}</span>
              {line.note && (
                <span className="ml-auto shrink-0 text-13 text-ink-soft">{line.note}</span>
              )}
            </div>
          ))}
        </div>
      )}
    </search>
  );
}

/** What may be meant: searches, categories and products that begin like this; what was looked for
 * lately, where nothing is typed. */
function useLines(
  typed: string,
  wanted: boolean,
  find: (words: string) => void,
  close: () => void,
): Line[] {
  const { t, locale } = useLanguage();
  const navigate = useNavigate();
  const recent = recentSearches.use();
  const settled = useSettled(typed.trim());
  const { data } = useQuery({
    ...suggestQuery(settled, locale),
    enabled: wanted && settled !== "",
    placeholderData: keepPreviousData,
  });
  if (!wanted) return [];
  if (!typed.trim()) {
    return recent.map((words) => ({
      key: `recent ${words}`,
      icon: "clock",
      text: words,
      go: () => find(words),
    }));
  }
  if (!data) return [];
  return [
    ...data.queries.slice(0, 5).map(
      (words): Line => ({
        key: `query ${words}`,
        icon: "search",
        text: words,
        go: () => find(words),
      }),
    ),
    ...data.categories.slice(0, 3).map(
      (one): Line => ({
        key: one.id,
        icon: "search",
        text: one.name,
        note: t("search.inCategory"),
        go: () => {
          close();
          void navigate({ to: "/category/$slug", params: { slug: one.slug } });
        },
      }),
    ),
    ...data.products.slice(0, 4).map(
      (one): Line => ({
        key: one.id,
        icon: "cart",
        text: one.name,
        go: () => {
          close();
          void navigate({ to: "/product/$handle", params: { handle: one.handle } });
        },
      }),
    ),
  ];
}
