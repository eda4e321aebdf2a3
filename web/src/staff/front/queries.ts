import { answerQuery } from "../../base/api/queries";
import type { HomeShown } from "../../base/api/schema";

export const frontQuery = {
  ...answerQuery<HomeShown>(["staff", "home-page"], "/staff/home-page"),
  staleTime: 0,
  refetchOnWindowFocus: false,
};
