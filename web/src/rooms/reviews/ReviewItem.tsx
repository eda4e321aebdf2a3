import type { ReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Stars } from "../../design/Stars";

/** A review as everybody reads it: plain text in paragraphs. */
export function ReviewItem({ review }: { review: ReviewBody }) {
  const { t, formats } = useLanguage();
  const now = useServerNow(false);
  return (
    <li className="space-y-1.5 py-4 first:pt-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars value={review.rating} />
        <span className="font-medium wrap-anywhere">{review.username}</span>
        <span className="text-13 text-ink-soft">
          <time dateTime={review.createdAt}>{formats.ago(review.createdAt, now)}</time>
          {review.editedAt && ` · ${t("reviews.edited")}`}
          {!review.bought && ` · ${t("reviews.returned")}`}
        </span>
      </p>
      {review.text && (
        <p className="max-w-prose whitespace-pre-line wrap-anywhere">{review.text}</p>
      )}
    </li>
  );
}
