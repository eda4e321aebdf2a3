import type { BlockShown, PictureBody, WordsShown } from "../../base/api/schema";
import type { Locale } from "../../base/i18n/setup";
import type { Told } from "../catalog/save";

export const MOST_BLOCKS = 12;
export const MOST_SHOWN = 24;
export const SOURCES = ["newest", "popular", "best", "offers", "category", "products"] as const;
export type Source = (typeof SOURCES)[number];
export type Kind = BlockShown["kind"];

export const NO_WORDS: WordsShown = { title: "", text: "", link: "", alt: "" };

/** A block as it is edited; `key` is its name while the page is open. */
export interface Draft {
  key: number;
  kind: Kind;
  words: Record<string, WordsShown>;
  picture: PictureBody | null;
  link: string;
  source: Source;
  count: number;
  categoryId: string | null;
  productIds: string[];
}

export function draftsOf(blocks: BlockShown[] | null): Draft[] {
  return (blocks ?? []).map((one, key) => ({
    key,
    kind: one.kind,
    words: one.words,
    picture: one.picture ?? null,
    link: one.link ?? "",
    source: one.source ?? "newest",
    count: one.count || 10,
    categoryId: one.categoryId ?? null,
    productIds: one.productIds ?? [],
  }));
}

export function blank(kind: Kind, key: number): Draft {
  return {
    key,
    kind,
    words: {},
    picture: null,
    link: "",
    source: "newest",
    count: 10,
    categoryId: null,
    productIds: [],
  };
}

/** As the server takes a block: what its kind has no use for is left out. */
export function asked(draft: Draft) {
  const { kind, words, picture, link, source, count, categoryId, productIds } = draft;
  if (kind === "banner") return { kind, words, link: link.trim(), picture: picture?.url ?? null };
  if (kind === "text") return { kind, words };
  return {
    kind,
    words,
    source,
    count,
    categoryId: source === "category" ? categoryId : null,
    productIds: source === "products" ? productIds : [],
  };
}

export function wordsOf(draft: Draft, locale: Locale): WordsShown {
  return draft.words[locale] ?? NO_WORDS;
}

/** With these words in that language; with nothing to say it has none. */
export function said(draft: Draft, locale: Locale, part: Partial<WordsShown>): Draft {
  const next = { ...wordsOf(draft, locale), ...part };
  const { [locale]: _, ...others } = draft.words;
  const empty = Object.values(next).every((text) => text === "");
  return { ...draft, words: empty ? others : { ...others, [locale]: next } };
}

/** What it is called in the list: its title in that language, else in any. */
export function titleOf(draft: Draft, locale: Locale): string {
  const all = [wordsOf(draft, locale), ...Object.values(draft.words)];
  return all.find(({ title }) => title)?.title ?? "";
}

/** What the fields of a block edit. */
export interface FieldsProps {
  draft: Draft;
  locale: Locale;
  /** What its fields are called where the server refuses one. */
  at: string;
  told: Told;
  onChange: (draft: Draft) => void;
}
