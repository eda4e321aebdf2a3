import { useState } from "react";
import type { OwnReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { StarsInput } from "../../design/Stars";
import { toast } from "../../design/Toasts";
import { type Subject, useReview } from "./queries";

const MOST = 4000;

interface Props {
  of: Subject;
  before: OwnReviewBody | null;
  onClose: () => void;
}

/** Stars, and what one likes to say. */
export function WriteReview({ of, before, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [rating, setRating] = useState(before?.rating);
  const [text, setText] = useState(before?.text ?? "");
  const name = useSession()?.user?.name;
  const sending = useReview(of);
  const send = () => {
    if (rating)
      sending.mutate(
        { rating, text },
        {
          onSuccess: () => {
            toast({ title: t("reviews.sent") });
            onClose();
          },
        },
      );
  };
  return (
    <section aria-label={t("reviews.own")} className="rounded-m border border-line p-4">
      <Form
        onSubmit={send}
        sending={sending}
        end={
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={sending.isPending}>
              {t(before ? "form.save" : "reviews.send")}
            </Button>
            <Button kind="plain" onClick={onClose}>
              {t("reviews.cancel")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            <StarsInput
              legend={t("reviews.stars")}
              value={rating}
              onChange={setRating}
              error={tried && !rating ? t("reviews.starsMissing") : null}
            />
            <TextArea
              label={t("reviews.text")}
              hint={
                text.length > MOST - 500
                  ? t("reviews.left", { count: formats.number(MOST - text.length) })
                  : name && t("reviews.as", { name })
              }
              rows={5}
              maxLength={MOST}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </>
        )}
      </Form>
    </section>
  );
}
