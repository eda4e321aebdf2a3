import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import type { MessagePhotoBody } from "../../base/api/schema";
import { ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { ChoosePhotos } from "../pictures/ChoosePhotos";
import { ChosenPhotos } from "../pictures/ChosenPhotos";
import { useSending } from "../pictures/sending";
import { MOST, MOST_PHOTOS, PHOTOS } from "./queries";

export interface Said {
  text: string;
  /** Ids of pictures that were sent. */
  photos: string[];
}

interface Props {
  post: (said: Said, key: string) => Promise<unknown>;
  /** What stands beside the button. */
  end?: ReactNode;
}

/** Where a message is written, with pictures: Ctrl+Enter sends it. What was typed and chosen stays if
 * it is refused. */
export function Composer({ post, end }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [photos, setPhotos] = useState<MessagePhotoBody[]>([]);
  const sending = useIntent((key, said: Said) => post(said, key), {
    onSuccess: (_, sent) => {
      setText(ifStill(sent.text, ""));
      setPhotos((now) => now.filter(({ id }) => !sent.photos.includes(id)));
    },
  });
  const change = (next: (before: MessagePhotoBody[]) => MessagePhotoBody[]) => {
    setPhotos(next);
    sending.another();
  };
  const arriving = useSending<MessagePhotoBody>(
    (one) => change((before) => [...before.filter(({ id }) => id !== one.id), one]),
    PHOTOS,
  );
  const waiting = arriving.going > 0;
  const refused = arriving.files.length > 0 && !waiting;
  const [due, setDue] = useState(false);
  const submit = () => {
    if (!text.trim() || sending.isPending) return;
    setDue(waiting);
    if (!waiting) sending.mutate({ text, photos: photos.map(({ id }) => id) });
  };
  // What was to be sent goes once its pictures are there; not without one that was refused.
  useEffect(() => {
    if (!due || waiting) return;
    setDue(false);
    if (!refused) submit();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
  };
  return (
    <Form
      adds
      onSubmit={submit}
      onChange={sending.another}
      sending={sending}
      unsaved={text.trim() !== "" || photos.length > 0}
      end={
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" type="submit" busy={sending.isPending || waiting}>
            {t("messages.send")}
          </Button>
          {end}
        </div>
      }
    >
      {(tried) => (
        <>
          <TextArea
            label={t("messages.message")}
            hint={t("messages.keys")}
            error={tried && !text.trim() ? t("messages.empty") : undefined}
            rows={4}
            maxLength={MOST}
            value={text}
            onKeyDown={onKeyDown}
            onChange={(event) => setText(event.target.value)}
          />
          <ChosenPhotos
            photos={photos}
            label={t("messages.photos")}
            nameOf={(number) => t("messages.photo", { number })}
            leaveLabel={(number) => t("messages.photoLeave", { number })}
            onLeave={(one) => change((before) => before.filter(({ id }) => id !== one.id))}
          />
          <ChoosePhotos
            label={t("messages.addPhotos")}
            sending={arriving}
            room={MOST_PHOTOS - photos.length}
          />
        </>
      )}
    </Form>
  );
}
