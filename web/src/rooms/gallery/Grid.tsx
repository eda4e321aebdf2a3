import { type ReactNode, useState } from "react";
import type { FamilyPicture } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Lightbox } from "../../design/Lightbox";

interface Props<Shown> {
  pictures: readonly Shown[];
  label: string;
  /** What can be done with one, below it. */
  under?: (picture: Shown) => ReactNode;
  /** The same where it is looked at closely. */
  beside?: (picture: Shown) => ReactNode;
  /** Said of it at a glance. */
  onKey?: (key: string, picture: Shown) => void;
}

/** Pictures of a session: small, and as large as the screen where one is chosen. */
export function Grid<Shown extends FamilyPicture>(props: Props<Shown>) {
  const { pictures, label, under, beside, onKey } = props;
  const { t } = useLanguage();
  const [front, setFront] = useState<number | null>(null);
  const at = front === null ? null : Math.min(front, pictures.length - 1);
  const shown = at === null ? undefined : pictures[at];
  return (
    <>
      <ul aria-label={label} className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        {pictures.map((one, place) => (
          <li key={one.id} className="min-w-0 space-y-1">
            <button
              type="button"
              onClick={() => setFront(place)}
              aria-label={t("galleries.look", { name: one.title || String(place + 1) })}
              className="block aspect-square w-full cursor-zoom-in overflow-hidden rounded-m border border-line bg-sunken bg-cover bg-center"
              style={{ backgroundImage: `url("${one.standIn}")` }}
            >
              <img
                src={one.smallUrl}
                alt=""
                width={one.width}
                height={one.height}
                loading="lazy"
                className="size-full object-cover"
              />
            </button>
            {under?.(one)}
          </li>
        ))}
      </ul>
      {shown && at !== null && (
        <Lightbox
          name={shown.title || label}
          images={pictures.map((one) => ({
            url: one.largeUrl,
            alt: t("galleries.picture", { name: one.title }),
          }))}
          front={at}
          onFront={setFront}
          onClose={() => setFront(null)}
          actions={beside?.(shown)}
          onKey={(key) => onKey?.(key, shown)}
        />
      )}
    </>
  );
}
