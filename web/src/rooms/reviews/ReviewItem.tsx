import { useState } from "react";
import type { ReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Stars } from "../../design/Stars";
import { Photos } from "../pictures/Photos";
import { Helpful, type HelpfulProps } from "./Helpful";
import type { Subject } from "./queries";
import { WriteReply } from "./WriteReply";

interface Props {
  of: Subject;
  review: ReviewBody;
  replies: boolean;
  /** Whom it helped. */
  helped: Omit<HelpfulProps, "of" | "review">;
}

/** A review as everybody reads it: plain text in paragraphs, and the reply to it. */
export function ReviewItem({ of, review, replies, helped }: Props) {
  const { t, formats } = useLanguage();
  const nameShown = useNameShown();
  const now = useServerNow(false);
  const [writing, setWriting] = useState(false);
  return (
    <li className="space-y-1.5 py-4 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars value={review.rating} />
        <span className="font-medium wrap-anywhere">{nameShown(review.username)}</span>
        <span className="text-13 text-ink-soft">
          <time dateTime={review.createdAt}>{formats.ago(review.createdAt, now)}</time>
          {review.editedAt && ` · ${t("reviews.edited")}`}
          {!review.bought && ` · ${t("reviews.returned")}`}
        </span>
      </p>
      {review.text && (
        <p className="max-w-prose whitespace-pre-line wrap-anywhere">{review.text}</p>
      )}
      <Photos
        photos={review.images}
        title={t("reviews.photosOf", { name: nameShown(review.username) })}
        nameOf={(number) => t("reviews.photo", { number })}
      />
      <Helpful of={of} review={review} {...helped} />
      {writing ? (
        <WriteReply of={of} review={review} onClose={() => setWriting(false)} />
      ) : (
        <>
          {review.reply && (
            <div className="mt-2 max-w-prose space-y-1 border-l-2 border-accent pl-3">
              <p className="text-13 text-ink-soft">
                <span className="font-medium text-ink">{t("reviews.reply")}</span>
                {" · "}
                <time dateTime={review.reply.at}>{formats.ago(review.reply.at, now)}</time>
              </p>
              <p className="whitespace-pre-line wrap-anywhere">{review.reply.text}</p>
            </div>
          )}
          {replies && (
            <Button size="s" onClick={() => setWriting(true)}>
              {t(review.reply ? "reviews.replyChange" : "reviews.replyWrite")}
            </Button>
          )}
        </>
      )}
    </li>
  );
}
