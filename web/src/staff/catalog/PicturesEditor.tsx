import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { newKey, upload } from "../../base/api/client";
import type { PictureAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Picture } from "../../design/Picture";
import { type ImageForm, moved } from "./form";
import type { Told } from "./save";

const KINDS = "image/jpeg,image/png,image/webp,image/avif,image/gif";
const MOST = 50;

interface Props {
  images: ImageForm[];
  name: string;
  told: Told;
  onChange: (images: ImageForm[]) => void;
}

/** Pictures in their order: chosen or dropped, moved by dragging or by their buttons. */
export function PicturesEditor({ images, name, told, onChange }: Props) {
  const { t } = useLanguage();
  const picker = useRef<HTMLInputElement>(null);
  const dragged = useRef<number | null>(null);
  const [over, setOver] = useState(false);
  const latest = useRef(images);
  latest.current = images;
  const sending = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const kept = await upload<PictureAnswer>("/staff/pictures", file, file.type, newKey());
        if (latest.current.some(({ url }) => url === kept.url)) continue;
        latest.current = [...latest.current, { url: kept.url, alt: "" }].slice(0, MOST);
        onChange(latest.current);
      }
    },
  });
  const take = (files: FileList | null) => {
    const list = [...(files ?? [])];
    if (list.length > 0 && !sending.isPending) sending.mutate(list);
  };
  const drop = (event: DragEvent, at?: number) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    if (dragged.current !== null && at !== undefined) onChange(moved(images, dragged.current, at));
    else if (dragged.current === null) take(event.dataTransfer.files);
    dragged.current = null;
  };
  return (
    <Panel title={t("products.pictures")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, not instead */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(dragged.current === null);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes("space-y-4 rounded-m", over && "ring-2 ring-accent ring-offset-4")}
      >
        {images.length > 0 && (
          <ol className="grid grid-cols-2 gap-3 sm:grid-cols-3">
            {images.map((image, place) => (
              <li
                key={image.url}
                draggable
                onDragStart={() => {
                  dragged.current = place;
                }}
                onDragEnd={() => {
                  dragged.current = null;
                }}
                onDragOver={(event) => event.preventDefault()}
                onDrop={(event) => drop(event, place)}
                className="min-w-0 space-y-2 rounded-m border border-line p-2"
              >
                <Picture url={image.url} alt={image.alt || name} fit="contain" />
                <div className="flex items-center justify-between">
                  <span className="flex">
                    <IconButton
                      type="button"
                      size="s"
                      icon="left"
                      label={t("products.pictureLeft", { place: place + 1 })}
                      disabled={place === 0}
                      onClick={() => onChange(moved(images, place, place - 1))}
                    />
                    <IconButton
                      type="button"
                      size="s"
                      icon="right"
                      label={t("products.pictureRight", { place: place + 1 })}
                      disabled={place === images.length - 1}
                      onClick={() => onChange(moved(images, place, place + 1))}
                    />
                  </span>
                  <IconButton
                    type="button"
                    size="s"
                    icon="close"
                    label={t("products.pictureRemove", { place: place + 1 })}
                    onClick={() => onChange(images.filter(({ url }) => url !== image.url))}
                  />
                </div>
                <Field
                  dense
                  name={`images[${place}].url`}
                  label={t("products.alt")}
                  value={image.alt}
                  maxLength={512}
                  error={told[`images[${place}].url`]}
                  onChange={(event) =>
                    onChange(
                      images.map((each) =>
                        each.url === image.url ? { ...each, alt: event.target.value } : each,
                      ),
                    )
                  }
                />
              </li>
            ))}
          </ol>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            icon="plus"
            busy={sending.isPending}
            disabled={images.length >= MOST}
            onClick={() => picker.current?.click()}
          >
            {t("products.addPictures")}
          </Button>
          <p className="text-13 text-ink-soft">{t("products.picturesHint")}</p>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept={KINDS}
            aria-label={t("products.addPictures")}
            onChange={(event) => {
              take(event.target.files);
              event.target.value = "";
            }}
          />
        </div>
        {sending.isError && <Refusal reader="staff" error={sending.error} />}
      </div>
    </Panel>
  );
}
