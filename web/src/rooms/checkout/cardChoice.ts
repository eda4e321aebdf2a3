import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CardShown, ProviderBody } from "../../base/api/schema";
import { keptCards } from "../repeats/queries";

/** Another card than those that are kept: it is typed on the provider's page. */
export const OTHER_CARD = "other";

export interface CardChosen {
  cards: CardShown[];
  value: string | undefined;
  choose: (value: string) => void;
  /** The one that pays; none where it is typed. */
  id: string | undefined;
}

/** Which of one's cards pays, where this provider lets that be chosen here: the latest, at first. */
export function useCardChoice(provider: ProviderBody | undefined): CardChosen {
  const here = provider?.cardsHere === true;
  const kept = useQuery({ ...keptCards, enabled: here, retry: false }).data?.cards ?? [];
  const cards = here ? kept.filter((one) => one.provider === provider.name) : [];
  const [chosen, choose] = useState<string>();
  const known = chosen === OTHER_CARD || cards.some(({ id }) => id === chosen);
  const value = cards.length === 0 ? undefined : known ? chosen : cards[0]?.id;
  return { cards, value, choose, id: value === OTHER_CARD ? undefined : value };
}
