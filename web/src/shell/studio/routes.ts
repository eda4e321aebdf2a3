import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { day, oneOf, searchOf, text, words } from "../../base/search";
import { withStaffWords } from "../words";

const CalendarPage = lazy(
  () => withStaffWords(import("../../rooms/studio/CalendarPage")),
  "CalendarPage",
);
const HoursPage = lazy(() => withStaffWords(import("../../rooms/studio/HoursPage")), "HoursPage");
const ServicesPage = lazy(
  () => withStaffWords(import("../../rooms/studio/ServicesPage")),
  "ServicesPage",
);
const IncomePage = lazy(
  () => withStaffWords(import("../../rooms/studio/IncomePage")),
  "IncomePage",
);
const OwnWhyPage = lazy(
  () => withStaffWords(import("../../rooms/studio/OwnWhyPage")),
  "OwnWhyPage",
);
const ClientsPage = lazy(
  () => withStaffWords(import("../../rooms/studio/ClientsPage")),
  "ClientsPage",
);
const ClientPage = lazy(
  () => withStaffWords(import("../../rooms/studio/ClientPage")),
  "ClientPage",
);
const messages = () => withStaffWords(import("../../rooms/studio/MessagesPage"));
const MessagesPage = lazy(messages, "MessagesPage");
const ConversationPage = lazy(messages, "ConversationPage");
const PicturesPage = lazy(
  () => withStaffWords(import("../../rooms/studio/PicturesPage")),
  "PicturesPage",
);
const ShownPage = lazy(() => withStaffWords(import("../../rooms/studio/ShownPage")), "ShownPage");

/** A photographer's own pages: their words come with staff's. */
export default [
  page(
    root,
    "/my/calendar",
    CalendarPage,
    searchOf({ day, span: oneOf(["day", "week", "month"] as const) }),
  ),
  page(root, "/my/hours", HoursPage),
  page(root, "/my/clients", ClientsPage, searchOf({ q: words })),
  page(root, "/my/clients/$clientId", ClientPage),
  page(root, "/my/messages", MessagesPage),
  page(root, "/my/messages/$conversationId", ConversationPage),
  page(root, "/my/pictures/$bookingId", PicturesPage),
  page(root, "/my/services", ServicesPage),
  page(
    root,
    "/my/income",
    IncomePage,
    searchOf({ from: day, by: oneOf(["day", "week", "month"] as const) }),
  ),
  page(root, "/my/why", OwnWhyPage, searchOf({ service: text, day })),
  page(root, "/my/page", ShownPage),
] as const;
