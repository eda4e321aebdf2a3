import { useState } from "react";
import type { ReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { type Subject, useReply } from "./queries";

const MOST = 2000;

interface Props {
  of: Subject;
  review: ReviewBody;
  onClose: () => void;
}

/** What is said beneath a review; sent empty, the reply is taken back. */
export function WriteReply({ of, review, onClose }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState(review.reply?.text ?? "");
  const sending = useReply(of, review.id);
  const send = () =>
    sending.mutate(text, {
      onSuccess: () => {
        toast({ title: t("reviews.replySent") });
        onClose();
      },
    });
  return (
    <section
      aria-label={t("reviews.replyTo", { name: review.username })}
      className="max-w-prose rounded-m border border-line p-4"
    >
      <Form
        onSubmit={send}
        sending={sending}
        end={
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={sending.isPending}>
              {t("reviews.replySend")}
            </Button>
            <Button kind="plain" onClick={onClose}>
              {t("reviews.cancel")}
            </Button>
          </div>
        }
      >
        {() => (
          <TextArea
            label={t("reviews.reply")}
            hint={review.reply ? t("reviews.replyEmpty") : undefined}
            rows={3}
            maxLength={MOST}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Form>
    </section>
  );
}
