import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./en.json";
import ko from "./ko.json";
import ru from "./ru.json";

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(value: object, path = ""): Map<string, string> {
  const words = new Map<string, string>();
  for (const [key, each] of Object.entries(value)) {
    const name = path ? `${path}.${key}` : key;
    if (typeof each === "string") words.set(name, each);
    else for (const [inner, word] of flat(each, name)) words.set(inner, word);
  }
  return words;
}

function stems(words: Map<string, string>): string[] {
  return [...new Set([...words.keys()].map((key) => key.replace(PLURAL, "")))].sort();
}

function sources(folder: string): string {
  return readdirSync(folder)
    .map((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return sources(path);
      return /\.tsx?$/.test(name) ? readFileSync(path, "utf8") : "";
    })
    .join("\n");
}

describe.each([
  ["ru", ru],
  ["ko", ko],
])("%s", (locale, bundle) => {
  const words = flat(bundle);

  it("says everything English says, and nothing more", () => {
    expect(stems(words)).toEqual(stems(flat(en)));
  });

  it("has every plural form its grammar needs", () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const plurals = stems(flat(en)).filter((stem) => flat(en).has(`${stem}_one`));
    const missing = plurals.flatMap((stem) =>
      forms.filter((form) => !words.has(`${stem}_${form}`)).map((form) => `${stem}_${form}`),
    );
    expect(missing).toEqual([]);
  });

  it("keeps the places for values", () => {
    const places = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort().join();
    const english = flat(en);
    for (const [key, text] of words) {
      const source = english.get(key) ?? english.get(`${key.replace(PLURAL, "")}_other`) ?? "";
      expect(`${key} ${places(text)}`).toBe(`${key} ${places(source)}`);
    }
  });
});

it("no sentence is translated for nobody", () => {
  const code = sources(join(import.meta.dirname, "../.."));
  const unused = stems(flat(en)).filter((stem) => {
    if (code.includes(`"${stem}"`) || code.includes(`\`${stem}`)) return false;
    const parent = stem.slice(0, Math.max(stem.lastIndexOf("."), stem.lastIndexOf("_")) + 1);
    return !code.includes(`\`${parent}$`) && !code.includes(`${parent}http-$`);
  });
  expect(unused).toEqual([]);
});
