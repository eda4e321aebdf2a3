import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf, text } from "../../base/search";
import { staff } from "../desk/route";
import { WHICH } from "./which";

const ConversationsPage = lazy(() => import("./ConversationsPage"), "ConversationsPage");
const ConversationPage = lazy(() => import("./ConversationPage"), "ConversationPage");

const readWhich = searchOf({ which: oneOf(WHICH), sellerId: text, customerId: text });

export default [
  page(staff, "/conversations", ConversationsPage, readWhich),
  page(staff, "/conversations/$conversationId", ConversationPage),
] as const;
