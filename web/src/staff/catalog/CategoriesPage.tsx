import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put } from "../../base/api/client";
import type { StaffCategories, StaffCategory } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { SkeletonText } from "../../design/Skeleton";
import { CategoryForm, type Editing } from "./CategoryForm";
import { CategoryRow } from "./CategoryRow";
import { dropped, type Place, type Side, type Step, stepped } from "./places";
import { staffCategoriesQuery, treeBecame } from "./queries";

/** The tree of categories: moved by dragging, by buttons or by keys. */
export function CategoriesPage() {
  const { t } = useLanguage();
  const query = useQuery(staffCategoriesQuery);
  const tree = query.data?.categories ?? [];
  const [editing, setEditing] = useState<Editing | null>(null);
  const [told, setTold] = useState("");
  const dragged = useRef<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const whereNow = (now: StaffCategory[], id: string) => {
    const one = now.find((each) => each.id === id);
    const beside = now.filter((each) => each.parentId === one?.parentId);
    const parent = now.find((each) => each.id === one?.parentId);
    return t(parent ? "categories.movedIn" : "categories.moved", {
      name: one?.name ?? "",
      parent: parent?.name ?? "",
      place: beside.findIndex((each) => each.id === id) + 1,
      count: beside.length,
    });
  };
  const moving = useMutation({
    mutationFn: ({ id, place }: { id: string; place: Place }) =>
      put<StaffCategories>(`/staff/categories/${id}/place`, place),
    onSuccess: async (now, { id }) => {
      await treeBecame(now);
      setTold(whereNow(now.categories, id));
    },
  });
  // What was moved keeps the cursor, wherever it went.
  const movedId = moving.isSuccess ? moving.variables.id : null;
  useEffect(() => {
    if (movedId && told) focusOn(list.current, movedId);
  }, [movedId, told]);
  const move = (id: string, place: Place | null) => {
    if (place && !moving.isPending) moving.mutate({ id, place });
  };
  const step = (one: StaffCategory, which: Step) => move(one.id, stepped(tree, one, which));
  const drop = (over: StaffCategory, side: Side) => {
    if (dragged.current) move(dragged.current, dropped(tree, dragged.current, over, side));
    dragged.current = null;
  };
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("categories.title")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => setEditing({ parent: null })}>
            {t("categories.make")}
          </Button>
        }
      />
      {moving.isError && <Refusal reader="staff" error={moving.error} />}
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Panel>
          <SkeletonText lines={8} />
        </Panel>
      ) : tree.length === 0 ? (
        <Blank title={t("categories.none")} hint={t("categories.noneHint")} />
      ) : (
        <>
          <p className="text-13 text-ink-soft">{t("categories.hint")}</p>
          <ul ref={list} className="rounded-l border border-line bg-raised">
            {tree.map((one) => (
              <CategoryRow
                key={one.id}
                category={one}
                may={(which) => stepped(tree, one, which) !== null}
                onStep={(which) => step(one, which)}
                onEdit={() => setEditing({ category: one })}
                onAdd={() => setEditing({ parent: one })}
                onDrag={() => {
                  dragged.current = one.id;
                }}
                onDrop={(side) => drop(one, side)}
              />
            ))}
          </ul>
        </>
      )}
      <p role="status" className="sr-only">
        {told}
      </p>
      {editing && <CategoryForm editing={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function focusOn(list: HTMLUListElement | null, id: string): void {
  list?.querySelector<HTMLElement>(`[data-category="${id}"] [data-name]`)?.focus();
}
