import { answerQuery, listQuery } from "../../base/api/queries";
import type { MailsAnswer, MailTemplateShown, MailTemplatesAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

export const STATES = ["waiting", "sending", "handing", "sent", "dead", "dropped"] as const;
export const LANGUAGES = ["en", "ru", "ko"] as const;

export const mailsKey = ["staff", "mails"];
const templatesKey = ["staff", "mail-templates"];

export interface Wanted {
  q?: string;
  kind?: string;
  status?: (typeof STATES)[number];
}

export const mailsQuery = (wanted: Wanted) => ({
  ...listQuery<MailsAnswer>([...mailsKey, wanted], "/staff/mails", { ...wanted, limit: ROWS }),
  staleTime: 0,
});

export const templatesQuery = answerQuery<MailTemplatesAnswer>(
  templatesKey,
  "/staff/mail-templates",
);

export const templateQuery = (kind: string, language: string) => ({
  ...answerQuery<MailTemplateShown>(
    [...templatesKey, kind, language],
    `/staff/mail-templates/${kind}/${language}`,
  ),
  staleTime: 0,
});
