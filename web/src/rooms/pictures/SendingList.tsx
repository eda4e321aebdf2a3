import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button, IconButton } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { USUAL_BYTES } from "./fitting";
import { isGoing, type Sending, type useSending } from "./sending";

interface Props {
  sending: ReturnType<typeof useSending>;
  /** Bytes of one of them at most. */
  most?: number;
}

/** So many of hundreds on their way are named; the others are counted. What did not come in is named each. */
const NAMED = 4;

/** Files on their way, each with how far it is, and those that were refused, with why. */
export function SendingList({ sending, most = USUAL_BYTES }: Props) {
  const { files, again, allAgain, leave } = sending;
  const { t, formats } = useLanguage();
  const words = useProblemWords("staff");
  if (files.length === 0) return null;
  const failed = files.filter(({ error }) => error !== undefined);
  const misfits = files.filter(({ misfit }) => misfit !== undefined);
  const going = files.filter(isGoing);
  const named = [...misfits, ...failed, ...going.slice(0, NAMED)];
  const why = ({ misfit, error }: Sending) =>
    misfit
      ? t(`pictures.misfit.${misfit}`, { size: formats.megabytes(most / 2 ** 20) })
      : words(error);
  const wait = Math.max(0, going.length - NAMED);
  return (
    <div className="space-y-2">
      <ul aria-label={t("pictures.sending")} className="max-h-96 space-y-2 overflow-y-auto">
        {named.map((one) => (
          <li key={one.key} className="rounded-m border border-line p-3">
            <div className="flex items-center gap-3">
              <span className="min-w-0 grow truncate text-13">{one.file.name}</span>
              {!isGoing(one) && (
                <>
                  {one.misfit === undefined && (
                    <Button size="s" onClick={() => again(one)}>
                      {t("problem.again")}
                    </Button>
                  )}
                  <IconButton
                    type="button"
                    size="s"
                    icon="close"
                    label={t("pictures.sendingLeave", { name: one.file.name })}
                    onClick={() => leave(one)}
                  />
                </>
              )}
            </div>
            {isGoing(one) ? (
              <progress
                aria-label={t("pictures.sendingOf", { name: one.file.name })}
                max={1}
                // What is away is still to be looked at: the bar is full when it is taken.
                value={one.part < 1 ? one.part * 0.9 : undefined}
                className="mt-2 block h-1 w-full accent-accent"
              />
            ) : (
              <p role="alert" className="mt-1 flex items-center gap-1 text-13 text-danger">
                <Icon name="alert" size={16} />
                {why(one)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {wait > 0 && (
        <p role="status" className="tabular text-13 text-ink-soft">
          {t("pictures.sendingWait", { count: wait })}
        </p>
      )}
      {misfits.length > 1 && (
        <div className="flex flex-wrap items-center gap-3">
          <p role="status" className="tabular text-13 text-danger">
            {t("pictures.misfits", { count: misfits.length })}
          </p>
          <Button size="s" onClick={() => misfits.forEach(leave)}>
            {t("pictures.misfitsLeave")}
          </Button>
        </div>
      )}
      {failed.length > 1 && (
        <div className="flex flex-wrap items-center gap-3">
          <p role="status" className="tabular text-13 text-danger">
            {t("pictures.sendingFailed", { count: failed.length })}
          </p>
          <Button size="s" onClick={allAgain}>
            {t("pictures.sendingAllAgain")}
          </Button>
        </div>
      )}
    </div>
  );
}
