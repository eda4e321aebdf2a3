import type { StaffRoute } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";

interface Props {
  /** The day that was left out. */
  day: string;
  /** What staff need to be let do; left out: its own buyer does. */
  needs?: StaffRoute;
  undo: (day: string, key: string) => Promise<unknown>;
  onDone: () => unknown;
}

/** A day that was left out is the next again. */
export function Unskip({ day, needs, undo, onDone }: Props) {
  const { t, formats } = useLanguage();
  const undoing = useIntent((key) => undo(day, key), { onSettled: onDone });
  return (
    <>
      <Button
        size="s"
        online
        needs={needs}
        busy={undoing.isPending}
        onClick={() => undoing.mutate()}
      >
        {t("repeats.unskip", { day: formats.dayAhead(day) })}
      </Button>
      {undoing.isError && <Refusal error={undoing.error} />}
    </>
  );
}
