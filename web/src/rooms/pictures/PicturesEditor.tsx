import { type DragEvent, useEffect, useRef, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Panel } from "../../design/Heading";
import { type ImageForm, moved } from "./images";
import { Picker } from "./Picker";
import { PictureItem } from "./PictureItem";
import { SendingList } from "./SendingList";
import { useSending } from "./sending";

/** How many are on their way, and how many did not come in. */
export interface Sent {
  going: number;
  failed: number;
}

interface Props {
  images: ImageForm[];
  name: string;
  /** What is wrong, by its place in the form. */
  told: Readonly<Record<string, string>>;
  /** Where they are sent, if not with the products'. */
  to?: string;
  most?: number;
  onChange: (images: ImageForm[]) => void;
  onSending?: (sent: Sent) => void;
}

/** Pictures in their order, the main one first: chosen or dropped, moved by dragging or by their
 * buttons. */
export function PicturesEditor({ images, name, told, to, most = 50, onChange, onSending }: Props) {
  const { t } = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<number | null>(null);
  const [over, setOver] = useState<number | "files" | null>(null);
  const [went, setWent] = useState<{ url: string; side: "left" | "right" } | null>(null);
  const latest = useRef(images);
  latest.current = images;
  const change = (next: ImageForm[]) => {
    latest.current = next;
    onChange(next);
  };
  const sending = useSending((picture) => {
    if (latest.current.some(({ url }) => url === picture.url)) return;
    change([...latest.current, { ...picture, alt: "", alts: {} }].slice(0, most));
  }, to);
  const { going } = sending;
  const failed = sending.files.filter(({ error }) => error !== undefined).length;
  useEffect(() => onSending?.({ going, failed }), [onSending, going, failed]);
  const left = most - images.length - going;
  const take = (files: Iterable<File>) => sending.choose(files, left);
  const move = (from: number, to: number) => {
    const url = images[from]?.url;
    if (url) setWent({ url, side: to < from ? "left" : "right" });
    change(moved(images, from, to));
  };
  const drop = (event: DragEvent, at?: number) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(null);
    if (dragged.current === null) take(event.dataTransfer.files);
    else if (at !== undefined) change(moved(images, dragged.current, at));
    dragged.current = null;
  };

  const place = went ? images.findIndex(({ url }) => url === went.url) : -1;
  useEffect(() => {
    if (!went || place < 0) return; // what was moved keeps the focus, at its new place
    const buttons = list.current?.children[place]?.querySelectorAll<HTMLElement>("[data-move]");
    [...(buttons ?? [])].find((one) => one.dataset.move === went.side)?.focus();
  }, [went, place]);

  return (
    <Panel title={t("pictures.title")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, not instead */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          if (dragged.current === null) setOver("files");
        }}
        onDragLeave={() => setOver(null)}
        onDrop={drop}
        className={classes(
          "space-y-4 rounded-m",
          over === "files" && "ring-2 ring-accent ring-offset-4 ring-offset-raised",
        )}
      >
        {images.length > 0 && (
          <ol ref={list} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
            {images.map((image, place) => (
              <PictureItem
                key={image.url}
                image={image}
                place={place}
                last={images.length - 1}
                name={name}
                error={told[`images[${place}].url`]}
                over={over === place}
                drag={{
                  onStart: () => {
                    dragged.current = place;
                  },
                  onEnd: () => {
                    dragged.current = null;
                    setOver(null);
                  },
                  onOver: () => dragged.current !== null && setOver(place),
                  onDrop: (event) => drop(event, place),
                }}
                onMove={(to) => move(place, to)}
                onRemove={() => change(images.filter(({ url }) => url !== image.url))}
                onChange={(part) =>
                  change(images.map((one) => (one.url === image.url ? { ...one, ...part } : one)))
                }
              />
            ))}
          </ol>
        )}
        <p className="sr-only" role="status">
          {went && place >= 0
            ? t("pictures.moved", { place: place + 1, count: images.length })
            : ""}
        </p>
        <SendingList sending={sending} />
        <div className="flex flex-wrap items-center gap-3">
          <Picker label={t("pictures.add")} disabled={left <= 0} onPick={take} />
          <p className="text-13 text-ink-soft">{t("pictures.hint")}</p>
        </div>
      </div>
    </Panel>
  );
}
