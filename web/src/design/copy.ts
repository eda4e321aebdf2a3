import { useLanguage } from "../base/i18n/format";
import { toast } from "./Toasts";

/** Copies a text and says that it did; or shows it, where a browser lets no page copy: over plain HTTP,
 * or because it was forbidden. */
export function useCopy(): (text: string, done: string) => Promise<void> {
  const { t } = useLanguage();
  return async (text, done) => {
    if (await copied(text)) toast({ title: done });
    else toast({ title: t("copy.byHand"), text, tone: "danger" });
  };
}

export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
