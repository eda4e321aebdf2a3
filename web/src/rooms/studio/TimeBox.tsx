import type { CSSProperties } from "react";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { type Axis, clockAt } from "./axis";
import type { Beside } from "./beside";
import { cardLook } from "./looks";
import type { Item } from "./rows";

const BOX =
  "absolute inset-x-0.5 flex flex-col items-start overflow-hidden rounded-s border px-0.5 text-left text-[11px] leading-4 @min-[5.5rem]:inset-x-1 @min-[5.5rem]:px-1 @min-[5.5rem]:text-13";
/** What a narrow day has no room for; it is in the name of what is tapped. */
const ROOMY = "hidden w-full shrink-0 truncate @min-[5.5rem]/day:block";
/** A line for which there is no height goes aside whole, where it is not seen. */
const WHOLE_LINES = "flex-wrap content-start gap-x-4";

interface BoxProps {
  item: Item;
  axis: Axis;
  beside: Beside | undefined;
  /** In which room, where that is not plain. */
  where: string;
  look: CSSProperties;
  around: CSSProperties | undefined;
  faint: boolean;
}

/** A booking or a block in a column of the calendar. */
export function TimeBox({ item, axis, beside, where, look, around, faint }: BoxProps) {
  const { t } = useLanguage();
  const times = `${clockAt(axis, item.start)}–${clockAt(axis, item.end)}`;
  if (item.type === "gap") return null;
  if (item.type === "block") {
    const note = [item.block.note || t("board.isBlocked"), where].filter(Boolean).join(", ");
    return (
      <button
        type="button"
        data-key={item.key}
        aria-label={`${times}, ${note}`}
        className={classes(BOX, "board-block border-line-strong text-ink-soft")}
        style={look}
      >
        <span className="max-w-full truncate bg-paper px-0.5">{note}</span>
      </button>
    );
  }
  const { card } = item;
  const red = card.conflicts.length > 0;
  const side = sideOf(beside);
  const [hour, minute] = clockAt(axis, item.start).split(":");
  return (
    <>
      <span
        aria-hidden="true"
        className="board-buffer absolute inset-x-2 rounded-s"
        style={{ ...around, ...side }}
      />
      <button
        type="button"
        data-key={item.key}
        data-card={card.id}
        aria-busy={faint || undefined}
        aria-label={[
          times,
          card.serviceName,
          card.client ?? t("word.guest"),
          t(`booking.status.${card.status}`),
          ...(where ? [where] : []),
          ...(red ? [t("board.atOdds")] : []),
        ].join(", ")}
        className={classes(
          BOX,
          WHOLE_LINES,
          "@container z-[1] border-l-4 select-none",
          cardLook(card),
          card.canMove && "board-card-down cursor-grab touch-manipulation",
          faint && "opacity-40",
        )}
        style={{ ...look, ...side }}
      >
        <b className="tabular w-full shrink-0 font-medium @min-[5.5rem]:truncate">
          {red && "! "}
          <span className="@min-[5.5rem]:hidden">
            {hour}:<wbr />
            {minute}
          </span>
          {/* Where it ends is seen; in which room is not. */}
          <span className="hidden @min-[5.5rem]:inline">
            {where ? clockAt(axis, item.start) : times}
          </span>
          {where && <span className="hidden font-normal @min-[5.5rem]:inline"> · {where}</span>}
        </b>
        <span className={ROOMY}>{card.serviceName}</span>
        <span className={ROOMY}>{card.client ?? t("word.guest")}</span>
      </button>
    </>
  );
}

/** Its part of the day's width. */
function sideOf(beside: Beside | undefined): CSSProperties {
  if (!beside || beside.lanes === 1) return {};
  const { lane, lanes } = beside;
  return { left: `calc(${(lane / lanes) * 100}% + 2px)`, width: `calc(${100 / lanes}% - 4px)` };
}
