import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

export const LOCALES = ["en", "ru", "ko"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_NAMES: Record<Locale, string> = { en: "English", ru: "Русский", ko: "한국어" };

const PLACE = "holdfast.locale";
let chosen: Locale | null = null; // on this visit

const load: Record<Locale, () => Promise<{ default: object }>> = {
  en: () => Promise.resolve({ default: en }),
  ru: () => import("./ru.json"),
  ko: () => import("./ko.json"),
};

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** The chosen one, else the first of the browser's languages that we speak, else English. */
export function preferredLocale(): Locale {
  if (chosen) return chosen;
  try {
    const kept = localStorage.getItem(PLACE);
    if (isLocale(kept)) return kept;
  } catch {
    // No storage: the browser's languages decide.
  }
  for (const tag of navigator.languages) {
    const short = tag.slice(0, 2);
    if (isLocale(short)) return short;
  }
  return "en";
}

export async function startLocale(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await applyLocale(preferredLocale());
}

export async function chooseLocale(locale: Locale): Promise<void> {
  chosen = locale;
  try {
    localStorage.setItem(PLACE, locale);
  } catch {
    // Then it holds for this visit only.
  }
  await applyLocale(locale);
}

async function applyLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, "translation")) {
    const bundle = await load[locale]();
    i18next.addResourceBundle(locale, "translation", bundle.default);
  }
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}
