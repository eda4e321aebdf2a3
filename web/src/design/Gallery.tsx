import { useEffect, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";
import { Lightbox } from "./Lightbox";
import { Picture, type Shown } from "./Picture";

interface Image extends Shown {
  alt: string;
}

interface Props {
  name: string;
  images: Image[];
  /** The picture of the chosen variant; it comes to the front when the choice changes. */
  wanted?: string | null;
}

export function Gallery({ name, images, wanted }: Props) {
  const { t } = useLanguage();
  const all =
    wanted && !images.some((each) => each.url === wanted)
      ? [{ url: wanted, alt: name }, ...images]
      : images;
  const [front, setFront] = useState(0);
  const [close, setClose] = useState(false);
  const index = Math.max(
    0,
    all.findIndex((each) => each.url === wanted),
  );
  useEffect(() => setFront(index), [index]);
  const shown = all[front] ?? all[0];

  return (
    <section
      aria-label={t("product.gallery", { name })}
      className="min-w-0 sm:sticky sm:top-20 sm:self-start"
    >
      <div className="relative">
        <Picture
          of={shown}
          alt={shown?.alt || name}
          eager
          fit="contain"
          sizes="(min-width: 40rem) 40rem, 100vw"
        />
        {shown && (
          <button
            type="button"
            aria-label={t("gallery.enlarge")}
            onClick={() => setClose(true)}
            className="absolute inset-0 cursor-zoom-in rounded-l"
          />
        )}
      </div>
      {close && (
        <Lightbox
          name={name}
          images={all}
          front={all[front] ? front : 0}
          onFront={setFront}
          onClose={() => setClose(false)}
        />
      )}
      {all.length > 1 && (
        <ul className="mt-3 flex gap-2 overflow-x-auto p-1">
          {all.map((image, place) => (
            <li key={image.url} className="w-16 shrink-0 sm:w-20">
              <button
                type="button"
                aria-label={t("product.picture", { index: place + 1, count: all.length })}
                aria-current={place === front ? "true" : undefined}
                onClick={() => setFront(place)}
                className={classes(
                  "block w-full overflow-hidden rounded-m",
                  place === front
                    ? "ring-2 ring-accent ring-offset-2 ring-offset-paper"
                    : "opacity-80 hover:opacity-100",
                )}
              >
                <Picture of={image} alt="" className="rounded-m" sizes="5rem" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
