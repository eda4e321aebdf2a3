import { useState } from "react";
import { insist } from "../../base/api/client";
import type { BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { MINUTE, useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { NobodyCame } from "./NobodyCame";
import { type Came, mayBeSaid } from "./whoCame";

interface Props {
  card: BoardCard;
  onDone: () => unknown;
}

/** What came of a session, for who serves it to say: the client is there, it took place, or nobody
 * came. */
export function WhoCame({ card, onDone }: Props) {
  const { t } = useLanguage();
  const now = useServerNow(true, MINUTE);
  const [asking, setAsking] = useState(false);
  const say = useIntent(
    (key, came: Came) => insist<undefined>(`/studio/bookings/${card.id}/${came}`, {}, key),
    { onSuccess: onDone },
  );
  const some = mayBeSaid(card, now);
  if (some.length === 0) return null;
  return (
    <div className="space-y-2 border-t border-line pt-4">
      {say.isError && <Refusal error={say.error} />}
      <div className="flex flex-wrap gap-2">
        {some.map((came) => (
          <Button
            key={came}
            size="s"
            busy={say.isPending && say.variables === came}
            onClick={() => (came === "no-show" ? setAsking(true) : say.mutate(came))}
          >
            {t(card.status === "no_show" && came === "start" ? "own.cameLate" : `own.came.${came}`)}
          </Button>
        ))}
      </div>
      <NobodyCame
        open={asking}
        end={card.end}
        onClose={() => setAsking(false)}
        onSay={() => say.mutate("no-show")}
      />
    </div>
  );
}
