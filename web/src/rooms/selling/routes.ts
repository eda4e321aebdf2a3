import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page, root } from "../../base/root";
import { oneOf, searchOf, text, words } from "../../base/search";
import { ORDER_STATES, PRODUCT_STATES, QUESTION_STATES } from "./queries";
import { readTrade } from "./trade";

const ProductsPage = lazy(() => import("./ProductsPage"), "ProductsPage");
const MoneyPage = lazy(() => import("./MoneyPage"), "MoneyPage");

const QuestionsPage = lazy(() => import("./QuestionsPage"), "QuestionsPage");
const messages = () => import("./MessagesPage");
const TradePage = lazy(() => import("./TradePage"), "TradePage");

/** Of which of several sellers one works for. */
export const readWhich = searchOf({ seller: text });

export const readOwnOrders = searchOf({ seller: text, q: words, status: oneOf(ORDER_STATES) });
const readOwnProducts = searchOf({ seller: text, q: words, status: oneOf(PRODUCT_STATES) });

const readOwnQuestions = searchOf({ seller: text, status: oneOf(QUESTION_STATES) });

/** A seller's own pages, but those made of staff's parts: these are in staff/selling. */
export default [
  page(root, "/selling/products", ProductsPage, readOwnProducts),
  page(root, "/selling/messages", lazy(messages, "MessagesPage"), readWhich),
  page(root, "/selling/messages/$conversationId", lazy(messages, "ConversationPage"), readWhich),
  page(root, "/selling/questions", QuestionsPage, readOwnQuestions),
  page(root, "/selling/money", MoneyPage, readWhich),
  page(root, "/selling/trade", TradePage, readTrade),
] as const;
