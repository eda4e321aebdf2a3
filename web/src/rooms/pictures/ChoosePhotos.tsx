import { useState } from "react";
import { classes } from "../../design/classes";
import { USUAL_BYTES } from "./fitting";
import { Picker } from "./Picker";
import { SendingList } from "./SendingList";
import type { useSending } from "./sending";

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
  const left = room - sending.going;
  const [over, setOver] = useState(false);
  const take = (files: Iterable<File>) => sending.choose(files, left, most);
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
      <Picker size="s" label={label} disabled={left <= 0} onPick={take} />
      {drops && <p className="text-13 text-ink-soft">{drops}</p>}
    </div>
  );
}
