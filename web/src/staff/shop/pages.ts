import { put, remove } from "../../base/api/client";
import { answerQuery, configQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type { RedirectsShown, WrittenPageShown, WrittenPagesShown } from "../../base/api/schema";
import type { Locale } from "../../base/i18n/setup";
import { htmlOf, isPlain, textOf } from "../desk/text";

export const writtenPagesQuery = {
  ...answerQuery<WrittenPagesShown>(["staff", "written-pages"], "/staff/pages"),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

/** In one language, as typed. */
export interface PageWords {
  title: string;
  text: string;
  html: boolean;
}

/** A page as typed; languages without a title it is not in. */
export interface PageForm {
  slug: string;
  atFoot: boolean;
  position: string;
  texts: Partial<Record<Locale, PageWords>>;
}

export const NO_TEXT: PageWords = { title: "", text: "", html: false };

export function formOfPage(page: WrittenPageShown | null, position = 0): PageForm {
  if (!page) return { slug: "", atFoot: true, position: String(position), texts: {} };
  const texts = Object.entries(page.texts).map(([locale, { title, html }]) => {
    const plain = isPlain(html);
    return [locale, { title, text: plain ? textOf(html) : html, html: !plain }];
  });
  return {
    slug: page.slug,
    atFoot: page.atFoot,
    position: String(page.position),
    texts: Object.fromEntries(texts),
  };
}

/** What a page's address may end with, as far as its title says so in latin letters. */
export function slugLike(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}

/** The page as the server takes it. */
export function pageAsked(form: PageForm) {
  const texts = Object.entries(form.texts)
    .filter(([, words]) => words.title.trim())
    .map(([locale, { title, text, html }]) => [
      locale,
      { title: title.trim(), html: html ? text : htmlOf(text) },
    ]);
  return {
    texts: Object.fromEntries(texts) as Record<string, { title: string; html: string }>,
    atFoot: form.atFoot,
    position: Number(form.position),
  };
}

async function became(answer: WrittenPagesShown): Promise<WrittenPagesShown> {
  queryClient.setQueryData(writtenPagesQuery.queryKey, answer);
  await renew(configQuery.queryKey, ["written-page"], ["staff", "settings"]);
  return answer;
}

export async function savePage(slug: string, form: PageForm, revision: number) {
  const path = `/staff/pages/${encodeURIComponent(slug)}`;
  return became(await put<WrittenPagesShown>(path, pageAsked(form), revision));
}

export async function removePage(slug: string): Promise<void> {
  await remove(`/staff/pages/${encodeURIComponent(slug)}`);
  await renew(
    writtenPagesQuery.queryKey,
    configQuery.queryKey,
    ["written-page"],
    ["staff", "settings"],
  );
}

/** Addresses that lead on, a page at a time. */
export function redirectsQuery(q: string) {
  return {
    ...listQuery<RedirectsShown>(["staff", "redirects", q], "/staff/redirects", { q }),
    staleTime: 0,
  };
}

export interface RedirectTyped {
  path: string;
  target: string;
}

/** One a line: an address of before, and where it leads, with a space, a tab, a comma or a semicolon
 * between. The head of a file is passed over. Null: a line says no two. */
export function redirectsOf(text: string): RedirectTyped[] | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^"?redirect from\b/i.test(line));
  const pairs = lines.map((line) =>
    line
      .split(/[\t,; ]+/)
      .map((word) => word.replace(/^"|"$/g, ""))
      .filter(Boolean),
  );
  if (pairs.some(({ length }) => length !== 2)) return null;
  return pairs.map(([path = "", target = ""]) => ({ path, target }));
}
