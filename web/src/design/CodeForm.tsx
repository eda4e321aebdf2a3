import { Button } from "./Button";
import { OneFieldForm } from "./OneFieldForm";

interface Props {
  label: string;
  hint: string;
  confirm: string;
  other: string;
  send: (code: string) => Promise<unknown>;
  onSent: () => unknown;
  /** It is to go somewhere else. */
  onOther: () => void;
}

/** A code that was sent somewhere comes back here. */
export function CodeForm({ label, hint, confirm, other, send, onSent, onOther }: Props) {
  return (
    <OneFieldForm
      name="code"
      label={label}
      hint={hint}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      maxLength={12}
      required
      send={send}
      onSent={onSent}
      end={(busy) => (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary" online busy={busy}>
            {confirm}
          </Button>
          <Button online onClick={onOther}>
            {other}
          </Button>
        </div>
      )}
    />
  );
}
