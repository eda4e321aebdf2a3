import type { BoardAnswer, BoardCard, BoardDayShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { classes } from "../../design/classes";
import { type Axis, axisOf, clockAt } from "../../rooms/studio/axis";
import { hoursOn } from "../../rooms/studio/days";
import { TONES } from "../../rooms/studio/looks";
import { type BoardRow, type Item, rowsOf, type WholeItem } from "../../rooms/studio/rows";

interface Props {
  board: BoardAnswer;
  onCard: (card: BoardCard) => void;
  onItem: (item: Item, row: BoardRow) => void;
}

/** A day on a narrow screen: what is booked by time, then what is left of whom. */
export function DayList({ board, onCard, onItem }: Props) {
  const { t } = useLanguage();
  const axis = axisOf(board, 1);
  const rows = rowsOf(board).filter(
    ({ items, wholes }) => wholes.length > 0 || items.some(({ type }) => type !== "card"),
  );
  return (
    <div className="space-y-6">
      {board.bookings.length === 0 ? (
        <Blank icon="clock" title={t("board.none")} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {board.bookings.map((card) => (
            <li key={card.id}>
              <CardLine card={card} on={board.days[0]} onCard={onCard} />
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <section className="space-y-2">
          <h2 className="text-18 font-semibold">{t("board.left")}</h2>
          {rows.map((row) => (
            <Left key={row.resource.id} row={row} axis={axis} onCard={onCard} onItem={onItem} />
          ))}
        </section>
      )}
    </div>
  );
}

interface LineProps {
  card: BoardCard;
  /** The day that is looked at. */
  on: BoardDayShown | undefined;
  onCard: (card: BoardCard) => void;
}

function CardLine({ card, on, onCard }: LineProps) {
  const { t } = useLanguage();
  const [begins, ends] = on ? hoursOn(on, card) : ["…", "…"];
  return (
    <button
      type="button"
      data-card={card.id}
      onClick={() => onCard(card)}
      className="flex w-full items-start gap-3 py-3 text-left hover:bg-sunken"
    >
      <span className="tabular w-12 shrink-0 font-semibold">
        {begins}
        <span className="block font-normal text-ink-soft">{ends}</span>
      </span>
      <span className="min-w-0 grow">
        <span className="block wrap-anywhere">{card.serviceName}</span>
        <span className="block text-13 text-ink-soft wrap-anywhere">
          {card.client ?? t("word.guest")} · {card.takes.map(({ name }) => name).join(", ")}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end gap-1">
        <Badge tone={TONES[card.status]}>{t(`booking.status.${card.status}`)}</Badge>
        {card.conflicts.length > 0 && <Badge tone="danger">{t("board.atOdds")}</Badge>}
      </span>
    </button>
  );
}

interface LeftProps {
  row: BoardRow;
  axis: Axis;
  onCard: Props["onCard"];
  onItem: Props["onItem"];
}

type Free = Exclude<Item, { type: "card" }>;

const LOOKS = {
  gap: "border-dashed border-free text-free",
  block: "board-block border-line-strong text-ink-soft",
  whole: "board-block border-line-strong text-ink-soft",
} as const;

function Left({ row, axis, onCard, onItem }: LeftProps) {
  const { t } = useLanguage();
  const { name } = row.resource;
  const words = {
    gap: () => t("board.free"),
    block: () => t("board.isBlocked"),
    whole: ({ card }: WholeItem) => `${t("board.whole")} ${card.number}`,
  };
  const items: (Free | WholeItem)[] = [
    ...row.items.filter((item): item is Free => item.type !== "card"),
    ...row.wholes,
  ];
  return (
    <div className="grid grid-cols-[7rem_1fr] items-center gap-2 border-b border-line pb-2">
      <h3 className="text-13 font-medium wrap-anywhere">{name}</h3>
      <div className="flex flex-wrap gap-2">
        {items
          .sort((one, other) => one.start - other.start)
          .map((item) => {
            const times = `${clockAt(axis, item.start)}–${clockAt(axis, item.end)}`;
            const said = item.type === "whole" ? words.whole(item) : words[item.type]();
            return (
              <button
                key={item.key}
                type="button"
                aria-label={`${name}: ${times}, ${said}`}
                onClick={() => (item.type === "whole" ? onCard(item.card) : onItem(item, row))}
                className={classes(
                  "tabular min-h-9 rounded-m border px-3 py-1 text-left text-13",
                  LOOKS[item.type],
                )}
              >
                <span className={item.type === "gap" ? undefined : "bg-paper px-1"}>
                  {item.type === "whole" ? `${times}, ${said}` : times}
                </span>
              </button>
            );
          })}
      </div>
    </div>
  );
}
