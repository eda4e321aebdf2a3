import { asProblem } from "../base/api/problem";
import { useLanguage } from "../base/i18n/format";
import { useProblemWords } from "../base/i18n/problem";
import { useReachedSince } from "../live/reached";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Notice } from "./Notice";

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  /** There is nothing else on the page: it says so in the page's heading. */
  whole?: boolean;
}

/** A page or a list that could not be loaded. */
export function Failure({ error, onRetry, whole }: FailureProps) {
  const { t } = useLanguage();
  const words = useProblemWords();
  return (
    <div role="alert">
      <Blank
        heading={whole}
        icon="alert"
        title={t("problem.title")}
        hint={words(error)}
        action={
          onRetry && (
            <Button looks onClick={onRetry}>
              {t("problem.again")}
            </Button>
          )
        }
      />
    </div>
  );
}

interface RefusalProps {
  error: unknown;
  onRetry?: () => void;
  reader?: "staff";
  /** Trying again takes or pays for something. */
  online?: boolean;
  /** What to know of it besides. */
  text?: string;
}

/** An action that was refused, told beside what was tried. That the shop could not be reached goes
 * by itself once it is. */
export function Refusal(props: RefusalProps) {
  const { error, onRetry, reader, online, text } = props;
  const { t } = useLanguage();
  const words = useProblemWords(reader);
  const { requestId } = asProblem(error).body;
  if (useReachedSince(error)) return null;
  return (
    <Notice
      urgent
      tone="danger"
      title={words(error)}
      actions={
        onRetry && (
          <Button looks size="s" online={online} onClick={onRetry}>
            {t("problem.again")}
          </Button>
        )
      }
    >
      {text && <p>{text}</p>}
      {requestId && (
        <p className="text-13 text-ink-soft">{t("problem.requestId", { id: requestId })}</p>
      )}
    </Notice>
  );
}
