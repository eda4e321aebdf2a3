import { useEffect } from "react";
import { put } from "../base/api/client";
import { useLanguage } from "../base/i18n/format";
import { useSession } from "../base/session";

const PLACE = "holdfast.language-told";

/** Whoever is logged in is written to in the language that they read here: the shop is told of it
 * once, and again when they choose another. */
export function useReadLanguage(): void {
  const { locale } = useLanguage();
  const user = useSession()?.user?.id;
  useEffect(() => {
    if (!user || told() === `${user} ${locale}`) return;
    put("/profile/language", { language: locale }).then(
      () => keep(`${user} ${locale}`),
      () => undefined, // The next page says it.
    );
  }, [user, locale]);
}

function told(): string | null {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

function keep(what: string): void {
  try {
    localStorage.setItem(PLACE, what);
  } catch {
    // Then it is said again.
  }
}
