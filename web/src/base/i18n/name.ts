import { useLanguage } from "./format";

/** What the server says in place of who had their account closed. */
const DELETED = "Deleted account";

/** The name of a person as it is read: of who is gone, that in the reader's language. */
export function useNameShown(): (name: string) => string {
  const { t } = useLanguage();
  return (name) => (name === DELETED ? t("person.deleted") : name);
}
