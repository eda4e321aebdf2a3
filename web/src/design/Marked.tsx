/** A text in pieces, those that were looked for marked. */
export function Marked({ pieces }: { pieces: { text: string; found: boolean }[] }) {
  return pieces.map((piece, place) =>
    piece.found ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <mark key={place} className="rounded-[2px] bg-accent-soft text-inherit">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
