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

/** Skills, or features: in the reader's words where the shop has them, else as staff wrote them. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const { t } = useLanguage();
  if (tags.length === 0) return null;
  const word = (tag: string) => {
    const known = KNOWN.find((one) => one === tag.toLowerCase());
    return known ? t(`profiles.tag.${known}`) : tag;
  };
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
