/** Skills, or features: as staff wrote them. */
export function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <li key={tag} className="rounded-s bg-sunken px-2 py-0.5 text-13 wrap-anywhere">
          {tag}
        </li>
      ))}
    </ul>
  );
}
