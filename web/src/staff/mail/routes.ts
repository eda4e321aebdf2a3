import { lazyRouteComponent as lazy } from "@tanstack/react-router";
import { page } from "../../base/root";
import { oneOf, searchOf, text, words } from "../../base/search";
import { staff } from "../desk/route";
import { LANGUAGES, STATES } from "./queries";

const MailsPage = lazy(() => import("./MailsPage"), "MailsPage");
const TemplatesPage = lazy(() => import("./TemplatesPage"), "TemplatesPage");

export default [
  page(staff, "/mails", MailsPage, searchOf({ q: words, kind: text, status: oneOf(STATES) })),
  page(
    staff,
    "/mails/templates",
    TemplatesPage,
    searchOf({ kind: text, language: oneOf(LANGUAGES) }),
  ),
] as const;
