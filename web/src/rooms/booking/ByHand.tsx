import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { OverBlock } from "./OverBlock";

interface Props {
  day: string;
  sending: { isPending: boolean; isError: boolean; error: unknown; reset: () => void };
  onTake: (start: string, over?: string) => void;
}

/** Staff: a time that is not among those offered, as it may lie in a lunch or under a note. */
export function ByHand({ day, sending, onTake }: Props) {
  const { t } = useLanguage();
  const session = useSession();
  const [time, setTime] = useState("");
  if (!isStaff(session)) return null;
  const start = `${day}T${time}`;
  return (
    <details>
      <summary className="cursor-pointer py-1 text-13 font-medium text-ink-soft">
        {t("book.byHand")}
      </summary>
      <form
        className="space-y-3 pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          onTake(start);
        }}
      >
        <div className="flex items-end gap-2">
          <Field
            type="time"
            required
            label={t("book.time")}
            value={time}
            onChange={({ target }) => {
              sending.reset();
              setTime(target.value);
            }}
          />
          <Button type="submit" busy={sending.isPending} disabled={time === ""}>
            {t("book.take")}
          </Button>
        </div>
        {sending.isError && <Refusal reader="staff" error={sending.error} />}
        <OverBlock
          error={sending.error}
          busy={sending.isPending}
          onOver={(over) => onTake(start, over)}
        />
      </form>
    </details>
  );
}
