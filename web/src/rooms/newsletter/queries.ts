import { answerQuery } from "../../base/api/queries";
import type { OwnNewsletter } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

export const OWN_NEWSLETTER = "own-newsletter";

ownAnswers(OWN_NEWSLETTER);

export const ownNewsletter = answerQuery<OwnNewsletter>([OWN_NEWSLETTER], "/newsletter/own");
