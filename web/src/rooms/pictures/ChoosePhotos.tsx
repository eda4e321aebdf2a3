import { useRef, useState } from "react";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { KINDS, sortFiles, USUAL_BYTES } from "./fitting";
import { SendingList } from "./SendingList";
import { isGoing, type useSending } from "./sending";

interface Props {
  label: string;
  sending: ReturnType<typeof useSending>;
  /** How many more there may be. */
  room: number;
  /** Bytes of one of them at most. */
  most?: number;
  /** Files can be dropped on it, which it says. */
  drops?: string;
}

/** A button that chooses photos, and those that are on their way. */
export function ChoosePhotos({ label, sending, room, most = USUAL_BYTES, drops }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const left = room - sending.files.filter(isGoing).length;
  const [over, setOver] = useState(false);
  const take = (files: Iterable<File>) => {
    const { fit, misfits } = sortFiles(files, left, most);
    if (misfits.length > 0) sending.refuse(misfits);
    if (fit.length > 0) sending.add(fit);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same
    <div
      className={classes(
        "space-y-2",
        drops && "rounded-m border border-dashed border-line p-4",
        over && "border-accent bg-sunken",
      )}
      onDragOver={(event) => {
        if (!drops) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!drops) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <SendingList sending={sending} most={most} />
      <Button size="s" icon="plus" disabled={left <= 0} onClick={() => picker.current?.click()}>
        {label}
      </Button>
      {drops && <p className="text-13 text-ink-soft">{drops}</p>}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={KINDS}
        aria-label={label}
        onChange={(event) => {
          take(event.target.files ?? []);
          event.target.value = "";
        }}
      />
    </div>
  );
}
