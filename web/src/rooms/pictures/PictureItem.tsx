import type { DragEvent } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES } from "../../base/i18n/setup";
import { Badge } from "../../design/Badge";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Field } from "../../design/Field";
import { Picture } from "../../design/Picture";
import { useWorks } from "../../design/Work";
import type { ImageForm } from "./images";

interface Props {
  image: ImageForm;
  place: number;
  last: number;
  name: string;
  error: string | undefined;
  over: boolean;
  drag: {
    onStart: () => void;
    onEnd: () => void;
    onOver: () => void;
    onDrop: (event: DragEvent) => void;
  };
  onMove: (to: number) => void;
  onRemove: () => void;
  onChange: (change: Partial<ImageForm>) => void;
}

/** One of a product's pictures: its place, and its words in the shop's languages. */
export function PictureItem(props: Props) {
  const { image, place, last, name, error, over, drag, onMove, onRemove, onChange } = props;
  const { t } = useLanguage();
  const works = useWorks();
  return (
    <li
      draggable={works}
      data-picture={image.url}
      onDragStart={drag.onStart}
      onDragEnd={drag.onEnd}
      onDragOver={(event) => {
        event.preventDefault();
        drag.onOver();
      }}
      onDrop={drag.onDrop}
      className={classes(
        "min-w-0 space-y-2 rounded-m border border-line p-2",
        over && "ring-2 ring-accent",
      )}
    >
      <div className="relative">
        <Picture of={image} alt={image.alt || name} fit="contain" sizes="20rem" />
        {place === 0 && (
          <span className="absolute start-2 top-2">
            <Badge tone="accent">{t("pictures.main")}</Badge>
          </span>
        )}
      </div>
      <div className="flex items-center justify-between">
        <span className="flex">
          <IconButton
            type="button"
            size="s"
            icon="left"
            data-move="left"
            label={t("pictures.left", { place: place + 1 })}
            disabled={place === 0}
            onClick={() => onMove(place - 1)}
          />
          <IconButton
            type="button"
            size="s"
            icon="right"
            data-move="right"
            label={t("pictures.right", { place: place + 1 })}
            disabled={place === last}
            onClick={() => onMove(place + 1)}
          />
        </span>
        <IconButton
          type="button"
          size="s"
          icon="close"
          label={t("pictures.remove", { place: place + 1 })}
          onClick={onRemove}
        />
      </div>
      <Field
        dense
        name={`images[${place}].url`}
        label={t("pictures.alt")}
        value={image.alt}
        maxLength={512}
        error={error}
        onChange={(event) => onChange({ alt: event.target.value })}
      />
      <details>
        <summary className="cursor-pointer text-13 text-accent">
          {t("pictures.altLanguages")}
        </summary>
        <div className="mt-2 space-y-2">
          {LOCALES.map((locale) => (
            <Field
              key={locale}
              dense
              label={LOCALE_NAMES[locale]}
              lang={locale}
              value={image.alts[locale] ?? ""}
              maxLength={512}
              onChange={(event) =>
                onChange({ alts: { ...image.alts, [locale]: event.target.value } })
              }
            />
          ))}
        </div>
      </details>
    </li>
  );
}
