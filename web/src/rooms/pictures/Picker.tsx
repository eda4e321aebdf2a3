import { type ComponentProps, useRef } from "react";
import { Button } from "../../design/Button";
import { KINDS } from "./fitting";

interface Props extends Pick<ComponentProps<typeof Button>, "size" | "disabled"> {
  label: string;
  /** What the input is called, if not as the button. */
  named?: string;
  /** One alone is chosen. */
  single?: boolean;
  onPick: (files: Iterable<File>) => void;
}

/** A button that chooses pictures. */
export function Picker({ label, named, single, onPick, ...look }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="plus" {...look} onClick={() => picker.current?.click()}>
        {label}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple={!single}
        hidden
        accept={KINDS}
        aria-label={named ?? label}
        onChange={(event) => {
          onPick(event.target.files ?? []);
          event.target.value = "";
        }}
      />
    </>
  );
}
