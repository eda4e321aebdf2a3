import type { BoardAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { type Axis, clockAt, placeOf } from "../../rooms/studio/axis";
import type { BoardRow, CardItem } from "../../rooms/studio/rows";
import { canServe, cardAt, type Target, type Verdict } from "../../rooms/studio/rules";
import { heightOf, LANE, type Layout, NAMES } from "./layout";

export interface Drag {
  item: CardItem;
  target: Target;
  verdict: Verdict;
}

interface Props {
  drag: Drag;
  board: BoardAnswer;
  rows: readonly BoardRow[];
  layout: Layout;
  axis: Axis;
}

/** While a card is dragged: where it would come to lie, on each of its rows; who cannot serve it is
 * dimmed, and what speaks against the place is said. */
export function DragLayer({ drag, board, rows, layout, axis }: Props) {
  const { t } = useLanguage();
  const { item, target, verdict } = drag;
  const { takes } = cardAt(board, item.card, target);
  const free = verdict === "free";
  const left = NAMES + placeOf(axis, target.start);
  const width = NAMES + placeOf(axis, target.end) - left;
  return (
    <div aria-hidden="true" className="pointer-events-none">
      {rows.map((row, place) => {
        const top = layout.tops[place] ?? 0;
        const taken = takes.find(({ resourceId }) => resourceId === row.resource.id);
        if (taken)
          return (
            <div
              key={row.resource.id}
              className={classes(
                "absolute z-[6] overflow-hidden rounded-s border-2 px-1.5 py-1 text-13 leading-4 shadow-over",
                free
                  ? "border-free bg-free-soft text-free"
                  : "border-danger bg-danger-soft text-danger",
              )}
              style={{ top: top + 4, left, width, height: LANE }}
            >
              <span className="tabular block font-semibold whitespace-nowrap">
                {clockAt(axis, target.start)}–{clockAt(axis, target.end)}
              </span>
              <span className="block whitespace-nowrap" data-verdict={verdict}>
                {t(`board.verdict.${verdict}`)}
              </span>
            </div>
          );
        if (canServe(board, item.card, item.taking.role, row.resource)) return null;
        return (
          <div
            key={row.resource.id}
            className="absolute z-[5] bg-paper/60"
            style={{ top, left: NAMES, width: axis.length, height: heightOf(row) }}
          />
        );
      })}
    </div>
  );
}
