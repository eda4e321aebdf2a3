import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { withStaffWords } from "../words";

const ComponentsPage = lazy(() => withStaffWords(import("./ComponentsPage")), "ComponentsPage");

export default [page(root, "/components", ComponentsPage)] as const;
