import i18next, { type PostProcessorModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const LOCALES = ["en", "ru", "ko"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_NAMES: Record<Locale, string> = { en: "English", ru: "Русский", ko: "한국어" };

const PLACE = "holdfast.locale";
let chosen: Locale | null = null; // on this visit
const HERE = "holdfast.locale.here"; // of this tab, by the address it was opened at

/** What a part of the app says, room by room, in each language. */
export type Words = Record<Locale, () => Promise<{ default: Record<string, string>[] }>>;

const parts = new Set<Words>();

/** By sentence, in each language. */
export type Instead = Record<string, Record<string, string>>;

let instead: Instead = {};
const own = new Map<string, string>(); // what the pages say themselves, by language and sentence
let heard: (key: string) => void = () => undefined;

/** From now on these are said in place of the pages' own; `hear` is told of each sentence that a page
 * says. Before anything is drawn, or it would change under its reader. */
export function sayInstead(words: Instead, hear: (key: string) => void): void {
  instead = words;
  heard = hear;
  sayThem(preferredLocale());
}

/** What the pages themselves say, whatever is said in its place; its values as they are written. */
export function ownSentence(locale: string, key: string): string {
  const said: unknown =
    own.get(`${locale} ${key}`) ?? i18next.getResource(locale, "translation", key);
  return typeof said === "string" ? said : key;
}

/** All that the pages say in a language, as far as it is loaded, by sentence. */
export function sentencesIn(locale: string): Readonly<Record<string, string>> {
  return i18next.getResourceBundle(locale, "translation") ?? {};
}

function sayThem(locale: Locale): void {
  for (const [key, words] of Object.entries(instead)) {
    const said: unknown = i18next.getResource(locale, "translation", key);
    if (typeof said === "string" && said !== words[locale]) own.set(`${locale} ${key}`, said);
  }
  const said = Object.entries(instead).flatMap(([key, { [locale]: text }]) =>
    text ? [[key, text]] : [],
  );
  i18next.addResourceBundle(locale, "translation", Object.fromEntries(said), true, true);
}

/** A date may end as its sentence does, with a period ("29 сент."): one is enough. */
export function onePeriod(said: string): string {
  return said.replace(/(?<!\.)\.\.(?!\.)/g, ".");
}

const hearing: PostProcessorModule = {
  type: "postProcessor",
  name: "hearing",
  process(said: string, key: string | string[]) {
    for (const each of [key].flat()) heard(each);
    return onePeriod(said);
  },
};

/** The shop's languages, its first one first, as the server wrote them into the page. */
export function shopLocales(): Locale[] {
  const page = globalThis.document?.documentElement; // none in a test of what has no page
  const said = (page?.dataset.languages ?? "").split(" ").filter(isLocale);
  return said.length > 0 ? said : [...LOCALES];
}

function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** The language that the address names (`?locale=ru`), for as long as the tab is open: a link that
 * somebody sent, or a search engine's. */
function named(): string | null {
  const asked = new URLSearchParams(window.location.search).get("locale");
  if (!isLocale(asked)) return sessionStorage.getItem(HERE);
  sessionStorage.setItem(HERE, asked);
  return asked;
}

/** The chosen one, else the address's, else the first of the browser's languages that the shop speaks,
 * else the shop's first. */
export function preferredLocale(): Locale {
  if (chosen) return chosen;
  try {
    const here = named();
    if (isLocale(here)) {
      chosen = here;
      return here;
    }
    const kept = localStorage.getItem(PLACE);
    if (isLocale(kept)) return kept;
  } catch {
    // No storage: the browser's languages decide.
  }
  const spoken = shopLocales();
  for (const tag of navigator.languages) {
    const found = spoken.find((each) => each === tag.slice(0, 2));
    if (found) return found;
  }
  return spoken[0] ?? "en";
}

export async function startLocale(words: Words): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(hearing)
    .init({
      lng: "en",
      fallbackLng: "en",
      interpolation: { escapeValue: false },
      returnNull: false,
      keySeparator: false,
      postProcess: hearing.name,
    });
  await load(words, "en");
  parts.add(words);
  await applyLocale(preferredLocale());
}

/** What another part says, from now on in every language that is chosen. */
export async function addWords(words: Words): Promise<void> {
  parts.add(words);
  await load(words, preferredLocale());
}

export async function chooseLocale(locale: Locale): Promise<void> {
  chosen = locale;
  try {
    localStorage.setItem(PLACE, locale);
    sessionStorage.removeItem(HERE);
  } catch {
    // Then it holds for this visit only.
  }
  await applyLocale(locale);
}

/** A language that is chosen in one tab is that of the others, too, but of one whose address names its
 * own; `changed` is done then. */
export function hearOfLocale(changed: () => void): void {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== PLACE || !isLocale(newValue) || isNamedHere()) return;
    chosen = newValue;
    void applyLocale(newValue).then(changed);
  });
}

function isNamedHere(): boolean {
  try {
    return sessionStorage.getItem(HERE) !== null;
  } catch {
    return false;
  }
}

async function load(words: Words, locale: Locale): Promise<void> {
  const { default: rooms } = await words[locale]();
  for (const room of rooms) i18next.addResourceBundle(locale, "translation", room, true, true);
  sayThem(locale);
}

async function applyLocale(locale: Locale): Promise<void> {
  await Promise.all([...parts].map((words) => load(words, locale)));
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}
