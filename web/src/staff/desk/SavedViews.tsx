import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { SavedViewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import type { Raw } from "../../base/search";
import { Button, IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { covered, typing } from "../../design/rowKeys";
import { EditViews } from "./EditViews";
import { SaveView } from "./SaveView";
import { useToldKeys } from "./told";
import { filtersOf, type ListName, sameFilters, viewsQuery } from "./views";

const BY_NUMBER = 9;
const CHIP =
  "inline-flex min-h-8 max-w-60 items-center gap-1.5 rounded-m border px-3 py-1 text-13 hover:border-ink";

/** Filters of this list that were given a name: one's own, and those that colleagues share. `0` shows
 * all, `1` to `9` the views in their order. */
export function SavedViews({ list }: { list: ListName }) {
  const { t } = useLanguage();
  const search: Raw = useSearch({ strict: false });
  const { data } = useQuery(viewsQuery(list));
  const views = data?.views ?? [];
  const [open, setOpen] = useState<"save" | "edit" | null>(null);
  const chosen = views.find((view) => sameFilters(view.search, search));
  const filtered = Object.keys(filtersOf(search)).length > 0;
  useNumberKeys(views);
  const last = Math.min(BY_NUMBER, views.length);
  useToldKeys(
    last > 0
      ? [
          ["0", t("views.keyAll")],
          [last > 1 ? `1 – ${last}` : "1", t("views.keyNumber")],
        ]
      : [],
  );
  return (
    <nav aria-label={t("views.title")} className="flex flex-wrap items-center gap-2">
      <Chip name={t("list.all")} search={{}} current={!filtered} />
      {views.map((view, place) => (
        <Chip
          key={view.id}
          name={view.name}
          hint={view.own ? undefined : (view.ownerName ?? t("views.colleague"))}
          number={place < BY_NUMBER ? place + 1 : undefined}
          search={view.search}
          current={view === chosen}
        />
      ))}
      {filtered && !chosen && (
        <Button looks kind="plain" size="s" icon="plus" onClick={() => setOpen("save")}>
          {t("views.save")}
        </Button>
      )}
      {views.length > 0 && (
        <IconButton
          looks
          size="s"
          icon="more"
          label={t("views.edit")}
          aria-haspopup="dialog"
          onClick={() => setOpen("edit")}
        />
      )}
      {open === "save" && (
        <SaveView list={list} views={views} search={search} onClose={() => setOpen(null)} />
      )}
      {open === "edit" && <EditViews list={list} views={views} onClose={() => setOpen(null)} />}
    </nav>
  );
}

interface ChipProps {
  name: string;
  /** Whose it is, if it is a colleague's. */
  hint?: string;
  number?: number;
  search: Raw;
  current: boolean;
}

function Chip({ name, hint, number, search, current }: ChipProps) {
  return (
    <Link
      to="."
      search={() => search as never}
      aria-current={current ? "page" : undefined}
      aria-keyshortcuts={number === undefined ? "0" : String(number)}
      activeOptions={{ exact: true }}
      activeProps={{}}
      title={hint}
      className={classes(
        CHIP,
        current ? "border-accent bg-accent-soft font-medium text-ink" : "border-line-strong",
      )}
    >
      <span className="truncate">{name}</span>
      {hint && <span className="truncate font-normal text-ink-soft">{hint}</span>}
    </Link>
  );
}

/** The numbers of views, and 0 for all, where nothing else has the keys. */
function useNumberKeys(views: readonly SavedViewBody[]): void {
  const navigate = useNavigate();
  const now = useRef({ views, navigate });
  now.current = { views, navigate };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered())
        return;
      if (!/^\d$/.test(event.key) || now.current.views.length === 0) return;
      const view = now.current.views[Number(event.key) - 1];
      if (event.key !== "0" && !view) return;
      event.preventDefault();
      const search = view?.search ?? {};
      void now.current.navigate({ to: ".", search: () => search as never });
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
