import { useLanguage } from "../../base/i18n/format";
import { ownSentence } from "../../base/i18n/setup";
import type { SentenceKey } from "./form";

/** What a sentence is on its page. Only shown here, not said: to look at it is not to see it there. */
export function useSentence() {
  const { locale } = useLanguage();
  return (key: SentenceKey): string => ownSentence(locale, key);
}
