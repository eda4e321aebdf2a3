import { answerQuery } from "../../base/api/queries";
import type { SellersBody } from "../../base/api/schema";

/** All who sell here beside the shop itself. */
export const sellersQuery = {
  ...answerQuery<SellersBody>(["staff", "sellers"], "/staff/sellers"),
  staleTime: 0,
};
