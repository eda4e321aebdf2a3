import { useLanguage } from "../../base/i18n/format";

/** Those that the shop has words for; staff may write others. */
const KNOWN = [
  "business",
  "children",
  "cyclorama",
  "daylight",
  "event",
  "family",
  "fashion",
  "food",
  "interior",
  "lights",
  "newborn",
  "pets",
  "portrait",
  "pregnancy",
  "product",
  "reportage",
  "street",
  "walk",
  "wedding",
] as const;

/** What a skill or a feature is called: in the reader's words where the shop has them, else as staff
 * wrote it. */
export function useTagWord(): (tag: string) => string {
  const { t } = useLanguage();
  return (tag) => {
    const known = KNOWN.find((one) => one === tag.toLowerCase());
    return known ? t(`profiles.tag.${known}`) : tag;
  };
}

/** Skills, or features. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const word = useTagWord();
  if (tags.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <li key={tag} className="rounded-s bg-sunken px-2 py-0.5 text-13 wrap-anywhere">
          {word(tag)}
        </li>
      ))}
    </ul>
  );
}
