import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useClock } from "../booking/words";
import { timesInstead } from "./moving";

interface Props {
  error: unknown;
  onChoose: (time: TimeBody) => void;
}

/** Other times that came with a refusal, each a tap away. */
export function Instead({ error, onChoose }: Props) {
  const { t } = useLanguage();
  const clock = useClock();
  const times = error ? timesInstead(error) : [];
  if (times.length === 0) return null;
  return (
    <div className="space-y-2">
      <p className="text-13 font-medium text-ink-soft">{t("board.instead")}</p>
      <div className="flex flex-wrap gap-2">
        {times.map((one) => (
          <Button key={one.start} size="s" onClick={() => onChoose(one)}>
            {clock.whole(one.local, one.zone)}
          </Button>
        ))}
      </div>
    </div>
  );
}
