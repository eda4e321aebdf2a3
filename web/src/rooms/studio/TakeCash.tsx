import { useState } from "react";
import { insist } from "../../base/api/client";
import type { BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";

interface Props {
  card: BoardCard;
  onDone: () => unknown;
}

/** The client pays what is due at the session, in cash: asked once more, since the studio settles so
 * much less with who took it. */
export function TakeCash({ card, onDone }: Props) {
  const { t, formats } = useLanguage();
  const [asking, setAsking] = useState(false);
  const take = useIntent(
    (key) => insist<undefined>(`/studio/bookings/${card.id}/rest-paid`, {}, key),
    {
      onSuccess: () => {
        setAsking(false);
        return onDone();
      },
    },
  );
  const amount = formats.price(card.due, card.currency);
  return (
    <div className="border-t border-line pt-4">
      <Button size="s" onClick={() => setAsking(true)}>
        {t("own.cash", { amount })}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("own.cashSure", { amount })}
        text={t("own.cashHint")}
      >
        {take.isError && <Refusal error={take.error} reader="staff" />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button data-first onClick={() => setAsking(false)}>
            {t("own.cashNot")}
          </Button>
          <Button kind="primary" busy={take.isPending} onClick={() => take.mutate()}>
            {t("own.cashDo")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
