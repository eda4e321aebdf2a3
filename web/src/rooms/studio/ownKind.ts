import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { isPhotographer, useSession } from "../../base/session";
import { rulesQuery } from "./own";

/** What is said otherwise to a studio than to a photographer. */
const OF_STUDIO = {
  "own.lacking": "own.studio.lacking",
  "own.noLevel": "own.studio.noLevel",
  "own.page": "own.studio.page",
  "own.pageText": "own.studio.pageText",
  "own.serves": "own.studio.serves",
  "own.shareText": "own.studio.shareText",
  "own.skills": "own.studio.skills",
  "own.skillsText": "own.studio.skillsText",
  "own.whyText": "own.studio.whyText",
} as const;

/** Whether these are the pages of a studio, and not of a photographer. */
export function useOfStudio(): boolean {
  const session = useSession();
  const { data } = useQuery({ ...rulesQuery, enabled: isPhotographer(session) });
  return data?.resource.kind === "studio";
}

/** On which side of a conversation they write. */
export const useOwnSide = () => (useOfStudio() ? "studio" : "photographer");

/** Words for whose pages these are. */
export function useOwnWords() {
  const { t } = useLanguage();
  const ofStudio = useOfStudio();
  return (key: keyof typeof OF_STUDIO) => t(ofStudio ? OF_STUDIO[key] : key);
}
