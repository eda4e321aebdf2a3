import { Channel } from "../../live/channel";

/** What is left of a flash sale, as `flash-sale:update` tells it. */
export interface SaleState {
  saleId: string;
  remaining: number;
  held: number;
  sold: number;
  ended: boolean;
  version: number;
}

/** That a sale has ended may be told of the version that was known: it never goes on again. */
export function newer(old: SaleState | undefined, told: SaleState): SaleState {
  if (!old || told.version > old.version) return told;
  return told.version === old.version && (told.ended || !old.ended) ? told : old;
}

export const liveSales = new Channel<SaleState>({
  watch: "flash-sales",
  event: "flash-sale",
  list: "flashSales",
  idOf: ({ saleId }) => saleId,
  merge: newer,
  most: 100,
});

/** How many a waiting room has let in, as `sale-turns:update` tells it. */
interface Turns {
  saleId: string;
  letIn: number;
  version: number;
}

export const liveTurns = new Channel<Turns>({
  watch: "sale-turns",
  event: "sale-turns",
  list: "turns",
  idOf: ({ saleId }) => saleId,
  most: 10,
});
