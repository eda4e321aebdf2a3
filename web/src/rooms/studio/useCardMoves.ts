import { useMemo, useState } from "react";
import type { BoardAnswer, BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { toast } from "../../design/Toasts";
import { useMoveBooking } from "./moving";
import { cardAt, resourcesAt, type Target } from "./rules";

/** Where a card is shown before the server has agreed. */
interface OnItsWay {
  card: BoardCard;
  target: Target;
}

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
 * way the first could come last. */
export function useCardMoves({ board, path, others, again }: Asked) {
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const [way, setWay] = useState<OnItsWay>();
  const move = useMoveBooking(path);
  const shown = useMemo(() => {
    if (!way) return board;
    const bookings = board.bookings.map((one) =>
      one.id === way.card.id ? { ...cardAt(board, one, way.target), canMove: false } : one,
    );
    return { ...board, bookings };
  }, [board, way]);
  const go = (card: BoardCard, target: Target) => {
    const mine = { card, target };
    const arrived = () => setWay((now) => (now === mine ? undefined : now));
    setWay(mine);
    const { start, end } = target;
    move.mutate(
      {
        card,
        start: new Date(start).toISOString(),
        length: (end - start) / 60_000,
        resources: others ? resourcesAt(card, target) : undefined,
      },
      {
        onSuccess: async () => {
          await again().finally(arrived);
          toast({ title: t("board.moved", { number: card.number }), tone: "free" });
        },
        onError: (error) => {
          arrived();
          toast({
            title: t("board.back", { number: card.number }),
            text: words(error),
            tone: "danger",
          });
        },
      },
    );
  };
  return { shown, moving: way?.card.id, go };
}
