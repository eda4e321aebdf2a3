import { CONTENTS } from "../../staff/shop/contents";

type Section = (typeof CONTENTS)[number];

export interface FoundSection {
  id: Section[0];
  title: Section[1];
  /** What of the section was found; none: its title. */
  said?: string;
}

/** Sections of the settings that say what is typed: in their titles first, then in what stands in
 * them. What is a fault, or has values in it, is no name of a setting. */
export function settingsFound(
  words: string,
  locale: string,
  sentences: Readonly<Record<string, string>>,
): FoundSection[] {
  const says = (text: string) => begins(text.toLocaleLowerCase(locale), words);
  const titled: FoundSection[] = [];
  const others: FoundSection[] = [];
  for (const [id, title, beginnings] of CONTENTS) {
    if (says(sentences[title] ?? "")) {
      titled.push({ id, title });
      continue;
    }
    const found = Object.entries(sentences).find(
      ([name, text]) =>
        beginnings.some((each) => name.startsWith(each)) &&
        !name.includes("ault") &&
        !text.includes("{{") &&
        says(text),
    );
    if (found) others.push({ id, title, said: found[1] });
  }
  return [...titled, ...others];
}

/** Whether one of its words begins so: "reservation" says nothing of VAT. */
function begins(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  return false;
}
