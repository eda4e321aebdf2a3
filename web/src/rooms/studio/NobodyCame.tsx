import { useLanguage } from "../../base/i18n/format";
import { MINUTE, useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { takenBackUntil } from "./whoCame";

interface Props {
  open: boolean;
  /** When the session ends: whoever comes until then is there after all. */
  end: string;
  onClose: () => void;
  onSay: () => void;
}

/** Asks before a session is said to be missed: its client pays for that. Until when it can be taken
 * back is said. */
export function NobodyCame({ open, end, onClose, onSay }: Props) {
  const { t, formats } = useLanguage();
  const now = useServerNow(true, MINUTE);
  const lasts = now < Date.parse(end);
  const until = takenBackUntil(end);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("missed.title")}
      text={`${t("missed.text")} ${
        lasts
          ? t("missed.tillEnd", { time: formats.until(end) })
          : now < until
            ? t("missed.tillDay", { time: formats.until(until) })
            : t("missed.forGood")
      }`}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first onClick={onClose}>
          {t("missed.keep")}
        </Button>
        <Button
          kind="danger"
          onClick={() => {
            onClose();
            onSay();
          }}
        >
          {t("own.came.no-show")}
        </Button>
      </div>
    </Dialog>
  );
}
