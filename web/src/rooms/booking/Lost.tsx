import type { TimeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { timesInstead } from "./queries";
import { useClock } from "./words";

/** The time went to somebody else, or is not to be had: what is, one tap away. */
export function Lost({ error, onChoose }: { error: unknown; onChoose: (time: TimeBody) => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const clock = useClock();
  const instead = timesInstead(error);
  if (instead.length === 0) return <Refusal error={error} />;
  return (
    <Notice
      urgent
      tone="held"
      testId="time-lost"
      title={words(error)}
      actions={instead.map((time) => (
        <Button key={time.start} size="s" onClick={() => onChoose(time)}>
          {clock.whole(time.local)}
        </Button>
      ))}
    >
      <p>{t("book.instead")}</p>
    </Notice>
  );
}
