import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { searchOf, text } from "../../base/search";

const MessagesPage = lazy(() => import("./MessagesPage"), "MessagesPage");
const ConversationPage = lazy(() => import("./ConversationPage"), "ConversationPage");
const AskPage = lazy(() => import("./AskPage"), "AskPage");

/** What or who is asked about, and of an order which of its sellers or studios. */
const readAsk = searchOf({
  product: text,
  resource: text,
  order: text,
  seller: text,
  studio: text,
});

export default [
  page(root, "/messages", MessagesPage),
  page(root, "/messages/new", AskPage, readAsk),
  page(root, "/messages/$conversationId", ConversationPage),
] as const;
