import { useRef, useState } from "react";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { SendingList } from "./SendingList";
import { KINDS, type useSending } from "./sending";

interface Props {
  label: string;
  sending: ReturnType<typeof useSending>;
  /** How many more there may be. */
  room: number;
  /** Files can be dropped on it, which it says. */
  drops?: string;
}

/** A button that chooses photos, and those that are on their way. */
export function ChoosePhotos({ label, sending, room, drops }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const left = room - sending.files.length;
  const [over, setOver] = useState(false);
  const take = (files: Iterable<File>) => {
    const chosen = [...files].slice(0, Math.max(0, left));
    if (chosen.length > 0) sending.add(chosen);
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
        take([...event.dataTransfer.files].filter(({ type }) => KINDS.split(",").includes(type)));
      }}
    >
      <SendingList sending={sending} />
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
