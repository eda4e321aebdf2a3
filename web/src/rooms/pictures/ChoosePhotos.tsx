import { useRef } from "react";
import { Button } from "../../design/Button";
import { SendingList } from "./SendingList";
import { KINDS, type useSending } from "./sending";

interface Props {
  label: string;
  sending: ReturnType<typeof useSending>;
  /** How many more there may be. */
  room: number;
}

/** A button that chooses photos, and those that are on their way. */
export function ChoosePhotos({ label, sending, room }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const left = room - sending.files.length;
  return (
    <div className="space-y-2">
      <SendingList sending={sending} />
      <Button size="s" icon="plus" disabled={left <= 0} onClick={() => picker.current?.click()}>
        {label}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={KINDS}
        aria-label={label}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])].slice(0, Math.max(0, left));
          if (chosen.length > 0) sending.add(chosen);
          event.target.value = "";
        }}
      />
    </div>
  );
}
