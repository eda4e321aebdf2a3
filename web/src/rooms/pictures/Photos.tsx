import { useState } from "react";
import { Lightbox } from "../../design/Lightbox";
import { Picture, type Shown } from "../../design/Picture";

interface Props {
  photos: readonly Shown[];
  /** What is said of them together, above one that is looked at closely. */
  title: string;
  /** What is said of one, from 1. */
  nameOf: (place: number) => string;
}

/** Photos that people send: small, and as large as the screen where one is chosen. */
export function Photos({ photos, title, nameOf }: Props) {
  const [front, setFront] = useState<number | null>(null);
  if (photos.length === 0) return null;
  return (
    <>
      <ul className="flex flex-wrap gap-2">
        {photos.map((one, at) => (
          <li key={one.url}>
            <button
              type="button"
              onClick={() => setFront(at)}
              className="block size-20 cursor-zoom-in overflow-hidden rounded-m border border-line"
            >
              <Picture of={one} alt={nameOf(at + 1)} sizes="80px" className="rounded-none!" />
            </button>
          </li>
        ))}
      </ul>
      {front !== null && (
        <Lightbox
          name={title}
          images={photos.map((one, at) => ({ ...one, alt: nameOf(at + 1) }))}
          front={Math.min(front, photos.length - 1)}
          onFront={setFront}
          onClose={() => setFront(null)}
        />
      )}
    </>
  );
}
