import { type DragEvent, type KeyboardEvent, useState } from "react";
import type { StaffCategory } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { useWorks } from "../../design/Work";
import { type Side, type Step, sideAt } from "./places";

const KEYS: Record<string, Step> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};
const ICONS = { up: "up", down: "down", in: "right", out: "left" } as const;
const STEPS = ["up", "down", "in", "out"] as const;

interface Props {
  category: StaffCategory;
  may: (step: Step) => boolean;
  onStep: (step: Step) => void;
  onEdit: () => void;
  onAdd: () => void;
  onDrag: () => void;
  onDrop: (side: Side) => void;
}

/** One category: dragged by its row, stepped by its buttons or by Alt and an arrow key. */
export function CategoryRow({ category, may, onStep, onEdit, onAdd, onDrag, onDrop }: Props) {
  const { t } = useLanguage();
  const [side, setSide] = useState<Side | null>(null);
  const { name, depth, products } = category;
  const over = (event: DragEvent<HTMLLIElement>) => {
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setSide(sideAt((event.clientY - top) / height));
  };
  const works = useWorks();
  const press = (event: KeyboardEvent) => {
    if (!works) return;
    const step = event.altKey ? KEYS[event.key] : undefined;
    if (!step) return;
    event.preventDefault();
    if (may(step)) onStep(step);
  };
  return (
    <li
      data-category={category.id}
      draggable={works}
      onDragStart={onDrag}
      onDragOver={over}
      onDragLeave={() => setSide(null)}
      onDrop={(event) => {
        event.preventDefault();
        if (side) onDrop(side);
        setSide(null);
      }}
      style={{ paddingInlineStart: `${0.75 + (depth - 1) * 1.25}rem` }}
      className={classes(
        "flex flex-wrap items-center gap-x-3 border-b border-line py-1.5 pe-2 last:border-b-0",
        side === "inside" && "bg-accent-soft",
        side === "before" && "shadow-[inset_0_2px_0_var(--accent)]",
        side === "after" && "shadow-[inset_0_-2px_0_var(--accent)]",
      )}
    >
      <button
        type="button"
        data-name
        onClick={onEdit}
        onKeyDown={press}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight"
        className="min-h-9 min-w-0 grow text-left font-medium wrap-anywhere hover:text-accent"
      >
        {name}
      </button>
      <span className="text-13 text-ink-soft tabular">
        {t("word.products", { count: products })}
      </span>
      <span className="flex">
        {STEPS.map((step) => (
          <IconButton
            key={step}
            type="button"
            size="s"
            icon={ICONS[step]}
            label={t(`categories.step.${step}`, { name })}
            disabled={!may(step)}
            onClick={() => onStep(step)}
          />
        ))}
        <IconButton
          type="button"
          size="s"
          icon="plus"
          label={t("categories.addBelow", { name })}
          disabled={depth >= 6}
          onClick={onAdd}
        />
      </span>
    </li>
  );
}
