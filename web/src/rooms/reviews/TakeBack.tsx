import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";

interface Props {
  title: string;
  text: string;
  taking: { isError: boolean; isPending: boolean; error: unknown };
  onTake: (then: { onSuccess: () => void }) => void;
  /** Without it they cannot be put in other words. */
  onChange?: () => void;
}

/** What can be done with one's own words: put them otherwise, or take them back once that is sure. */
export function TakeBack({ title, text, taking, onTake, onChange }: Props) {
  const { t } = useLanguage();
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {onChange && (
          <Button size="s" onClick={onChange}>
            {t("reviews.change")}
          </Button>
        )}
        <Button size="s" onClick={() => setRemoving(true)}>
          {t("reviews.remove")}
        </Button>
      </div>
      <Dialog open={removing} onClose={() => setRemoving(false)} title={title} text={text}>
        {taking.isError && <Refusal error={taking.error} />}
        <div className="flex justify-end pt-2">
          <Button
            kind="danger"
            busy={taking.isPending}
            onClick={() => onTake({ onSuccess: () => setRemoving(false) })}
          >
            {t("reviews.remove")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
