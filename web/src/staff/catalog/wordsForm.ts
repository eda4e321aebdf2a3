import type { StaffProduct } from "../../base/api/schema";
import type { ProductAsked } from "../../base/api/types";
import { htmlOf, isPlain, textOf } from "../desk/text";

/** An option of the form, as far as it matters here. */
interface Keyed {
  key: string;
  values: { key: string }[];
}

interface OptionWords {
  name: string;
  /** By the keys of the option's values. */
  values: Record<string, string>;
}

/** What a product is called in one language, as typed; options by their keys. */
export interface WordsForm {
  name: string;
  text: string;
  html: boolean;
  options: Record<string, OptionWords>;
  searchTitle: string;
  searchDescription: string;
}

const NO_OPTION: OptionWords = { name: "", values: {} };
export const NO_WORDS: WordsForm = {
  name: "",
  text: "",
  html: false,
  options: {},
  searchTitle: "",
  searchDescription: "",
};

export function optionWords(words: WordsForm, key: string): OptionWords {
  return words.options[key] ?? NO_OPTION;
}

export function wordsOf(product: StaffProduct, options: Keyed[]): Record<string, WordsForm> {
  const made = Object.entries(product.texts).map(([locale, said]) => {
    const plain = isPlain(said.description);
    const called = options.map((option, place) => {
      const words = said.options[place];
      const values = option.values.map(({ key }, at) => [key, words?.values[at] ?? ""]);
      return [option.key, { name: words?.name ?? "", values: Object.fromEntries(values) }];
    });
    const words: WordsForm = {
      name: said.name,
      text: plain ? textOf(said.description) : said.description,
      html: !plain,
      options: Object.fromEntries(called),
      searchTitle: said.search.title,
      searchDescription: said.search.description,
    };
    return [locale, words];
  });
  return Object.fromEntries(made);
}

/** As the server takes them: in the order of the options and their values. */
export function wordsAsked(
  texts: Record<string, WordsForm>,
  options: Keyed[],
): NonNullable<ProductAsked["texts"]> {
  const made = Object.entries(texts).map(([locale, typed]) => {
    const words = { ...NO_WORDS, ...typed }; // a draft of an older page says less
    const asked = {
      name: words.name.trim(),
      description: words.html ? words.text : htmlOf(words.text),
      options: options.map(({ key, values }) => {
        const said = optionWords(words, key);
        return {
          name: said.name.trim(),
          values: values.map((value) => (said.values[value.key] ?? "").trim()),
        };
      }),
      search: { title: words.searchTitle.trim(), description: words.searchDescription.trim() },
    };
    return [locale, asked];
  });
  return Object.fromEntries(made);
}
