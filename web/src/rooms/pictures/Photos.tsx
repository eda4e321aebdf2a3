import { useState } from "react";
import { Lightbox } from "../../design/Lightbox";

interface Props {
  urls: string[];
  /** What is said of them together, above one that is looked at closely. */
  title: string;
  /** What is said of one, from 1. */
  nameOf: (place: number) => string;
}

/** Photos that are for some people alone: small, and as large as the screen where one is chosen. */
export function Photos({ urls, title, nameOf }: Props) {
  const [front, setFront] = useState<number | null>(null);
  if (urls.length === 0) return null;
  return (
    <>
      <ul className="flex flex-wrap gap-2">
        {urls.map((url, at) => (
          <li key={url}>
            <button
              type="button"
              onClick={() => setFront(at)}
              className="block size-20 cursor-zoom-in overflow-hidden rounded-m border border-line"
            >
              <img
                src={url}
                alt={nameOf(at + 1)}
                width={80}
                height={80}
                className="size-full object-cover"
                loading="lazy"
              />
            </button>
          </li>
        ))}
      </ul>
      {front !== null && (
        <Lightbox
          name={title}
          images={urls.map((url, at) => ({ url, alt: nameOf(at + 1) }))}
          front={Math.min(front, urls.length - 1)}
          onFront={setFront}
          onClose={() => setFront(null)}
        />
      )}
    </>
  );
}
