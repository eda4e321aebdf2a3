import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button, IconButton } from "../../design/Button";
import { Icon } from "../../design/Icon";
import type { Sending } from "./sending";

interface Props {
  files: Sending[];
  onAgain: (one: Sending) => void;
  onLeave: (one: Sending) => void;
}

/** Files on their way, each with how far it is, and those that were refused, with why. */
export function SendingList({ files, onAgain, onLeave }: Props) {
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("pictures.sending")} className="space-y-2">
      {files.map((one) => (
        <li key={one.key} className="rounded-m border border-line p-3">
          <div className="flex items-center gap-3">
            <span className="min-w-0 grow truncate text-13">{one.file.name}</span>
            {one.error !== undefined && (
              <>
                <Button size="s" onClick={() => onAgain(one)}>
                  {t("problem.again")}
                </Button>
                <IconButton
                  type="button"
                  size="s"
                  icon="close"
                  label={t("pictures.sendingLeave", { name: one.file.name })}
                  onClick={() => onLeave(one)}
                />
              </>
            )}
          </div>
          {one.error === undefined ? (
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
              {words(one.error)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
