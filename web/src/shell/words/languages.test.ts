import { describe, expect, it } from "vitest";

type Sentences = Map<string, string>;

const PLURAL = /_(zero|one|two|few|many|other)$/;
const STAFF = /\/(staff|showcase|rooms\/studio|shell\/studio)\//;

const files = import.meta.glob<Record<string, string>>("../../**/words.*.json", {
  eager: true,
  import: "default",
});
const code = import.meta.glob<string>(["../../**/*.{ts,tsx}", "!../../**/*.test.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});

function stems(words: Iterable<string>): string[] {
  return [...new Set([...words].map((key) => key.replace(PLURAL, "")))].sort();
}

/** The rooms that say something, each with what it says in a language. */
function rooms(locale: string): [string, Sentences][] {
  const end = `words.${locale}.json`;
  return Object.keys(files)
    .filter((path) => path.endsWith(end))
    .map((path) => [path.slice(0, -end.length), new Map(Object.entries(files[path] ?? {}))]);
}

/** What a text of code says of keys: whole ones in quotation marks, beginnings of templates, and
 * what a template says before its first value. Read once: there are thousands of keys. */
function saidIn(text: string) {
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, word = ""]) => word);
  const begun = found(/`(?=([\w.-]+))/g);
  return {
    quoted: new Set(found(/"(?=([\w.-]+)")/g)),
    closed: new Set(found(/`(?=([\w.-]+)`)/g)),
    begun: new Set(begun.flatMap((word) => [...word].map((_, at) => word.slice(0, at + 1)))),
    before: new Set(found(/`([\w.-]+)\$/g)),
  };
}

function used(stem: string, said: ReturnType<typeof saidIn>): boolean {
  if (said.quoted.has(stem) || said.begun.has(stem)) return true;
  const parents = [...stem.matchAll(/[._]/g)].map(({ index }) => stem.slice(0, index + 1));
  return parents.some((one) => said.before.has(one) || said.before.has(`${one}http-`));
}

describe.each(["ru", "ko"])("%s", (locale) => {
  const said = new Map(rooms(locale));

  it.each(rooms("en"))("says in %s what English says, and nothing more", (room, english) => {
    const words = said.get(room) ?? new Map<string, string>();
    expect(stems(words.keys())).toEqual(stems(english.keys()));
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const plurals = stems(english.keys()).filter((stem) => english.has(`${stem}_one`));
    const needed = plurals.flatMap((stem) => forms.map((form) => `${stem}_${form}`));
    expect(needed.filter((key) => !words.has(key))).toEqual([]);
    const places = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort().join();
    for (const [key, text] of words) {
      const source = english.get(key) ?? english.get(`${key.replace(PLURAL, "")}_other`) ?? "";
      expect(`${key} ${places(text)}`).toBe(`${key} ${places(source)}`);
    }
  });
});

it("no sentence is said in two rooms", () => {
  const keys = rooms("en").flatMap(([, words]) => [...words.keys()]);
  expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
});

it("no sentence is translated for nobody", () => {
  const all = saidIn(Object.values(code).join("\n"));
  const keys = rooms("en").flatMap(([, words]) => [...words.keys()]);
  expect(stems(keys).filter((stem) => !used(stem, all))).toEqual([]);
});

it("the shop says nothing that comes with staff's pages", () => {
  const shop = Object.entries(code).filter(([path]) => !STAFF.test(path) && !/router/.test(path));
  const { quoted, closed } = saidIn(shop.map(([, each]) => each).join("\n"));
  const staff = rooms("en").filter(([room]) => STAFF.test(room));
  const said = staff.flatMap(([, words]) => stems(words.keys()));
  expect(said.filter((stem) => quoted.has(stem) || closed.has(stem))).toEqual([]);
});
