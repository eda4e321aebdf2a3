import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { newKey } from "../../base/api/client";
import type { BoardAnswer, BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { toast } from "../../design/Toasts";
import { useWorks } from "../../design/Work";
import { type MoveTo, moveBooking } from "./moving";
import { cardAt, lengthAt, resourcesAt, type Target } from "./rules";

/** Where each card is shown before the server has agreed, by its booking. */
type Way = ReadonlyMap<string, Target>;

interface Asked {
  board: BoardAnswer;
  /** Of whose bookings. */
  path: string;
  /** Others may come to serve it. */
  others: boolean;
  again: () => Promise<unknown>;
}

/** Cards that were dropped elsewhere: there until the board says so itself, and back where they were
 * with the reason if the server does not agree. Until then they go nowhere else: of two moves under
 * way the first could come last. Each is asked for, and told, by itself. */
export function useCardMoves({ board, path, others, again }: Asked) {
  const { t } = useLanguage();
  const works = useWorks();
  const words = useProblemWords("staff");
  const [way, setWay] = useState<Way>(new Map());
  const asking = useMutation({
    mutationFn: ({ key, to }: { key: string; to: MoveTo }) => moveBooking(path, key, to),
  });
  const shown = useMemo(() => {
    const bookings = board.bookings.map((one) => {
      const target = way.get(one.id);
      return target ? { ...cardAt(board, one, target), canMove: false } : one;
    });
    if (!works) return { ...board, bookings: bookings.map((one) => ({ ...one, canMove: false })) };
    return way.size > 0 ? { ...board, bookings } : board;
  }, [board, way, works]);
  const moving = useMemo(() => new Set(way.keys()), [way]);

  const go = async (card: BoardCard, target: Target) => {
    const { number } = card;
    const arrived = () => setWay((now) => new Map([...now].filter(([, one]) => one !== target)));
    setWay((now) => new Map(now).set(card.id, target));
    const to = {
      card,
      start: new Date(target.start).toISOString(),
      length: lengthAt(card, target),
      resources: others ? resourcesAt(card, target) : undefined,
    };
    try {
      // What is told of it is not left to `mutate`, which tells of its latest alone.
      await asking.mutateAsync({ key: newKey(), to });
    } catch (error) {
      arrived();
      toast({ title: t("board.back", { number }), text: words(error), tone: "danger" });
      return;
    }
    await again().finally(arrived);
    toast({ title: t("board.moved", { number }), tone: "free" });
  };
  return { shown, moving, go: (card: BoardCard, target: Target) => void go(card, target) };
}
