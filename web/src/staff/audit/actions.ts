import { useLanguage } from "../../base/i18n/format";
import { ABOUT, DONE } from "./search";

/** "Orders: marked paid"; what has no words here stands as it was written. */
export function useActionName() {
  const { t } = useLanguage();
  return (action: string) => {
    const dot = action.indexOf(".");
    const about = ABOUT.find((each) => each === action.slice(0, dot));
    const done = DONE.find((each) => each === action.slice(dot + 1).replaceAll(".", "-"));
    return about && done ? `${t(`audit.of.${about}`)}: ${t(`audit.done.${done}`)}` : action;
  };
}
