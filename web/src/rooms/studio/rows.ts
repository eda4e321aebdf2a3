import type {
  BoardAnswer,
  BoardBlock,
  BoardCard,
  BoardGap,
  BoardResource,
  BoardTaking,
} from "../../base/api/schema";

interface Placed {
  key: string;
  start: number;
  end: number;
}

export interface CardItem extends Placed {
  type: "card";
  card: BoardCard;
  taking: BoardTaking;
  /** What is taken, buffers included. */
  from: number;
  until: number;
  /** Where several have the resource at once, one above the other. */
  lane: number;
}
export interface BlockItem extends Placed {
  type: "block";
  block: BoardBlock;
}
export interface GapItem extends Placed {
  type: "gap";
  gap: BoardGap;
}
export type Item = CardItem | BlockItem | GapItem;

/** Time of a room in which somebody has its whole studio, buffers included. */
export interface WholeItem extends Placed {
  type: "whole";
  card: BoardCard;
}

/** A resource with all that stands in its time, by when it begins. */
export interface BoardRow {
  resource: BoardResource;
  /** Of a room, or of what stays there: in which studio. */
  place: string | undefined;
  wholes: WholeItem[];
  open: { start: number; end: number }[];
  items: Item[];
  lanes: number;
}

const parsed = ({ start, end }: { start: string; end: string }) => ({
  start: Date.parse(start),
  end: Date.parse(end),
});

export function rowsOf(board: BoardAnswer): BoardRow[] {
  const cards = new Map<string, CardItem[]>();
  for (const card of board.bookings)
    for (const taking of card.takes) {
      const { start: from, end: until } = parsed(taking);
      const key = `${card.id}/${taking.resourceId}`;
      const item = {
        type: "card",
        key,
        ...parsed(card),
        card,
        taking,
        from,
        until,
        lane: 0,
      } as const;
      const known = cards.get(taking.resourceId);
      if (known) known.push({ ...item });
      else cards.set(taking.resourceId, [{ ...item }]);
    }
  return [...board.resources].sort(inOrder).map((resource) => {
    const booked = cards.get(resource.id) ?? [];
    const items: Item[] = [
      ...booked,
      ...board.blocks
        .filter(({ resourceId }) => resourceId === resource.id)
        .map((block): BlockItem => ({ type: "block", key: block.id, ...parsed(block), block })),
      ...resource.gaps.map(
        (gap): GapItem => ({
          type: "gap",
          key: `${resource.id}/${gap.start}`,
          ...parsed(gap),
          gap,
        }),
      ),
    ];
    return {
      resource,
      place: placeOf(board, resource),
      wholes: wholesOf(board, resource),
      open: resource.open.map(parsed),
      items: items.sort((one, other) => one.start - other.start),
      lanes: intoLanes(booked),
    };
  });
}

/** Every studio may have a room of that name. */
function placeOf({ resources }: BoardAnswer, { kind, studioId }: BoardResource) {
  if (kind !== "room" && kind !== "equipment") return undefined;
  return resources.find(({ id }) => id === studioId)?.name;
}

function wholesOf(board: BoardAnswer, { id, kind, studioId }: BoardResource): WholeItem[] {
  if (kind !== "room" || studioId === null) return [];
  return board.bookings.flatMap((card) =>
    card.takes.some(({ resourceId }) => resourceId === id)
      ? []
      : card.takes
          .filter(({ resourceId, whole }) => whole && resourceId === studioId)
          .map((taking) => ({ type: "whole", key: card.id, card, ...parsed(taking) })),
  );
}

const ORDER = ["photographer", "studio", "room", "equipment"] as const;
const names = new Intl.Collator(undefined, { numeric: true });

/** People first; "Room 2" before "Room 10". */
function inOrder(one: BoardResource, other: BoardResource): number {
  const kinds = ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind);
  return kinds || names.compare(one.name, other.name);
}

/** Gives each the first lane that is free when it begins; how many there are. */
export function intoLanes(items: CardItem[]): number {
  const ends: number[] = [];
  for (const item of [...items].sort((one, other) => one.from - other.from)) {
    const free = ends.findIndex((end) => end <= item.from);
    item.lane = free < 0 ? ends.length : free;
    ends[item.lane] = item.until;
  }
  return Math.max(ends.length, 1);
}
