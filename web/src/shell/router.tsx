import {
  createRouter,
  lazyRouteComponent as lazy,
  parseSearchWith,
  stringifySearchWith,
} from "@tanstack/react-router";
import { EMBEDDED, embedded } from "../base/embedded";
import { root } from "../base/root";
import { readValue } from "../base/search";
import { NotFound } from "../design/NotFound";
import { staff } from "../staff/desk/route";
import { Crash } from "./Crash";
import { EmbeddedShell } from "./EmbeddedShell";
import { rooms, staffRooms } from "./rooms";
import { Shell } from "./Shell";
import { withStaffWords } from "./words";

root.update({
  component: embedded ? EmbeddedShell : Shell,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});
staff.update({
  component: lazy(() => withStaffWords(import("./staff/StaffLayout")), "StaffLayout"),
});

export const router = createRouter({
  routeTree: root.addChildren([...rooms, staff.addChildren(staffRooms)]),
  basepath: embedded ? EMBEDDED : "/",
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  scrollRestoration: true,
  parseSearch: parseSearchWith(readValue),
  stringifySearch: stringifySearchWith(JSON.stringify, readValue),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
