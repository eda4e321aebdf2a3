import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { staff } from "../desk/route";
import { text } from "../desk/search";

const ImportPage = lazy(() => import("./ImportPage"), "ImportPage");

export default [
  page(staff, "/import", ImportPage, (raw: Record<string, unknown>): { id?: string } => ({
    id: text(raw.id),
  })),
] as const;
