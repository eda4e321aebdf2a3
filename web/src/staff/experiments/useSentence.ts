import i18next from "i18next";
import { useLanguage } from "../../base/i18n/format";
import type { SentenceKey } from "./form";

/** What a sentence says now, with its values as they are written. Not said, only shown: to look at it
 * is not to see it on its page. */
export function useSentence() {
  const { locale } = useLanguage();
  return (key: SentenceKey, language: string = locale): string => {
    const said: unknown =
      i18next.getResource(language, "translation", key) ??
      i18next.getResource(locale, "translation", key);
    return typeof said === "string" ? said : key;
  };
}
