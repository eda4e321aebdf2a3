import { createRoute } from "@tanstack/react-router";
import { root } from "../../base/root";

/** Above every page of staff's. */
export const staff = createRoute({ getParentRoute: () => root, path: "/staff" });
