import type { NewsletterBody, NewsletterWritten } from "../../base/api/schema";
import { LOCALES, type Locale } from "../../base/i18n/setup";

export interface Written {
  title: string;
  text: string;
}

export interface NewsletterForm {
  texts: Record<Locale, Written>;
  products: string[];
  groupId: string | null;
}

const NOTHING: Written = { title: "", text: "" };

export const EMPTY: NewsletterForm = {
  texts: { en: NOTHING, ru: NOTHING, ko: NOTHING },
  products: [],
  groupId: null,
};

export function formOf(saved: NewsletterBody): NewsletterForm {
  return {
    texts: { ...EMPTY.texts, ...saved.texts },
    products: saved.products,
    groupId: saved.groupId,
  };
}

/** What is typed in a language, or nothing of it. */
export function askedOf(form: NewsletterForm): NewsletterWritten {
  const said = LOCALES.filter(
    (each) => form.texts[each].title.trim() || form.texts[each].text.trim(),
  );
  return {
    texts: Object.fromEntries(said.map((each) => [each, form.texts[each]])),
    products: form.products,
    groupId: form.groupId,
  };
}

/** What it is called in lists: in the reader's language, or in one that has a title. */
export function titleOf(
  texts: NewsletterBody["texts"],
  locale: string,
  locales: readonly string[],
): string {
  return (
    [locale, ...locales, ...Object.keys(texts)].map((each) => texts[each]?.title).find(Boolean) ??
    ""
  );
}
