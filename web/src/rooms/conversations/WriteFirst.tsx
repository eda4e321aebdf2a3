import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Icon } from "../../design/Icon";
import { Composer } from "./Composer";
import { send } from "./queries";

interface Props {
  /** Where the side that writes has its conversations. */
  place: string;
  order: string;
  /** The order, as it is called. */
  name: string;
  onWritten: (conversationId: string) => void;
}

/** To the buyer of an order, who has written nothing yet, or has: then it goes on. */
export function WriteDialog({ onClose, ...rest }: Props & { onClose: () => void }) {
  const { t } = useLanguage();
  const { place, order, name, onWritten } = rest;
  return (
    <Dialog open onClose={onClose} title={t("messages.write")} text={t("messages.about", { name })}>
      <Composer
        post={async (said, key) => {
          const made = await send(place, { orderId: order, ...said }, key);
          onWritten(made.conversation.id);
        }}
      />
    </Dialog>
  );
}

/** The button that opens it. */
export function WriteFirst(props: Props) {
  const { t } = useLanguage();
  const [writing, setWriting] = useState(false);
  return (
    <>
      <Button
        kind="plain"
        size="s"
        className="text-left whitespace-normal!"
        aria-label={`${t("messages.write")}: ${props.name}`}
        onClick={() => setWriting(true)}
      >
        <Icon name="message" size={16} />
        {t("messages.write")}
      </Button>
      {writing && <WriteDialog {...props} onClose={() => setWriting(false)} />}
    </>
  );
}
