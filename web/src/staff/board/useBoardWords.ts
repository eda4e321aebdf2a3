import { useMemo } from "react";
import type { BoardAnswer, BoardCard, BoardResource } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { KINDS } from "./queries";

const STATUSES = [
  "requested",
  "countered",
  "held",
  "confirmed",
  "in_progress",
  "completed",
  "cancelled",
  "no_show",
] as const satisfies readonly BoardCard["status"][];

/** What hundreds of cards say, translated once for all of them. */
export interface BoardWords {
  kinds: Record<BoardResource["kind"], string>;
  statuses: Record<BoardCard["status"], string>;
  guest: string;
  atOdds: string;
  block: string;
  blocked: string;
  free: string;
  /** Before the number of who has all of the studio. */
  whole: string;
  /** Of services, by their places in the board's. */
  fits: (places: readonly number[]) => string;
}

export function useBoardWords(services: BoardAnswer["services"]): BoardWords {
  const { t } = useLanguage();
  return useMemo(() => {
    const known = new Map<string, string>();
    const said = ([first = 0, ...rest]: readonly number[]) => {
      const name = services[first]?.name ?? "";
      return rest.length > 0 ? `${name} ${t("board.more", { count: rest.length })}` : name;
    };
    return {
      kinds: named(KINDS, (kind) => t(`studio.kinds.${kind}`)),
      statuses: named(STATUSES, (status) => t(`booking.status.${status}`)),
      guest: t("word.guest"),
      atOdds: t("board.atOdds"),
      block: t("board.block"),
      blocked: t("board.isBlocked"),
      free: t("board.free"),
      whole: t("board.whole"),
      fits: (places) => {
        const key = places.join();
        const words = known.get(key) ?? said(places);
        known.set(key, words);
        return words;
      },
    };
  }, [t, services]);
}

function named<Name extends string>(all: readonly Name[], nameOf: (name: Name) => string) {
  return Object.fromEntries(all.map((one) => [one, nameOf(one)])) as Record<Name, string>;
}
