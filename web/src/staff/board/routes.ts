import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { day, oneOf, searchOf, text } from "../../base/search";
import { staff } from "../desk/route";
import { KINDS, SPANS } from "./queries";

const BoardPage = lazy(() => import("./BoardPage"), "BoardPage");

export default [
  page(
    staff,
    "/board",
    BoardPage,
    searchOf({ day, span: oneOf(SPANS), kind: oneOf(KINDS), zone: text }),
  ),
] as const;
