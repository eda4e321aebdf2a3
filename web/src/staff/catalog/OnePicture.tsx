import { useState } from "react";
import type { PictureBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { FieldError } from "../../design/Field";
import { Picture, type Shown } from "../../design/Picture";
import { Picker } from "../../rooms/pictures/Picker";
import { SendingList } from "../../rooms/pictures/SendingList";
import { useSending } from "../../rooms/pictures/sending";

interface Props {
  picture: Shown | null;
  hint: string;
  error?: string;
  /** Where pictures are sent, if not to staff's. */
  to?: string;
  onChange: (picture: PictureBody | null) => void;
}

/** One picture, chosen or dropped, and taken out. */
export function OnePicture({ picture, hint, error, to, onChange }: Props) {
  const { t } = useLanguage();
  const [over, setOver] = useState(false);
  const sending = useSending(onChange, to);
  const take = (files: Iterable<File>) => {
    for (const one of sending.files) sending.leave(one);
    sending.choose(files, 1);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, not instead
    <div
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        take(event.dataTransfer.files);
      }}
      className={classes("space-y-3 rounded-m", over && "ring-2 ring-accent ring-offset-4")}
    >
      {picture && (
        <div className="max-w-80">
          <Picture of={picture} alt="" fit="contain" sizes="20rem" className="max-h-48" />
        </div>
      )}
      <SendingList sending={sending} />
      <div className="flex flex-wrap items-center gap-3">
        <Picker
          single
          label={t(picture ? "products.anotherPicture" : "products.choosePicture")}
          named={t("products.choosePicture")}
          onPick={take}
        />
        {picture && (
          <Button kind="plain" onClick={() => onChange(null)}>
            {t("products.withoutPicture")}
          </Button>
        )}
        <p className="text-13 text-ink-soft">{hint}</p>
      </div>
      {error && <FieldError alert>{error}</FieldError>}
    </div>
  );
}
