import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import type { OwnReviewAnswer, OwnReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { Stars } from "../../design/Stars";
import { Photos } from "../pictures/Photos";
import { ownReviewQuery, type Subject, useReview } from "./queries";
import { TakeBack } from "./TakeBack";
import { WriteReview } from "./WriteReview";

/** One's own review, to be written, changed or taken back in place; or why one cannot. */
export function OwnReview({ of }: { of: Subject }) {
  const query = useQuery(ownReviewQuery(of));
  const [writing, setWriting] = useState(false);
  // What others say is read without it.
  if (!query.data) return query.isError ? null : <Skeleton className="h-10 w-48" />;
  const { review, mayWrite, whyNot } = query.data;
  if (writing) return <WriteReview of={of} before={review} onClose={() => setWriting(false)} />;
  if (review)
    return (
      <Written
        of={of}
        review={review}
        sells={whyNot === "own-goods"}
        onChange={mayWrite ? () => setWriting(true) : undefined}
      />
    );
  return <Ask of={of} own={query.data} onWrite={() => setWriting(true)} />;
}

function Ask(props: { of: Subject; own: OwnReviewAnswer; onWrite: () => void }) {
  const { of, own, onWrite } = props;
  const who = of.kind === "products" ? "buyers" : "clients";
  const { t } = useLanguage();
  const { href } = useLocation();
  if (own.mayWrite) return <Button onClick={onWrite}>{t("reviews.write")}</Button>;
  if (own.whyNot === "own-goods")
    return <p className="text-13 text-ink-soft">{t("reviews.only.own")}</p>;
  return (
    <p className="text-13 text-ink-soft">
      {t(`reviews.only.${who}`)}{" "}
      {own.whyNot === "login" && (
        <Link
          to="/login"
          search={{ next: href }}
          className="text-accent underline underline-offset-4"
        >
          {t(`reviews.login.${who}`)}
        </Link>
      )}
    </p>
  );
}

interface WrittenProps {
  of: Subject;
  review: OwnReviewBody;
  /** Written before they sold it themselves. */
  sells: boolean;
  /** Without it the order was cancelled since, or they sell it. */
  onChange?: () => void;
}

function Written({ of, review, sells, onChange }: WrittenProps) {
  const { t } = useLanguage();
  const taking = useReview(of);
  return (
    <section aria-labelledby="own-review" className="space-y-2 rounded-m border border-line p-4">
      <h3 id="own-review" className="font-semibold">
        {t("reviews.own")}
      </h3>
      <Stars value={review.rating} className="flex" />
      {review.text && (
        <p className="line-clamp-6 whitespace-pre-line wrap-anywhere">{review.text}</p>
      )}
      <Photos
        photos={review.images}
        title={t("reviews.own")}
        nameOf={(number) => t("reviews.photo", { number })}
      />
      {review.hidden && (
        <Notice silent title={t("reviews.hidden")}>
          <p className="wrap-anywhere">{review.hiddenReason}</p>
        </Notice>
      )}
      {!onChange && (
        <p className="text-13 text-ink-soft">{t(sells ? "reviews.only.own" : "reviews.noMore")}</p>
      )}
      <TakeBack
        title={t("reviews.removeTitle")}
        text={t("reviews.removeText")}
        taking={taking}
        onTake={(then) => taking.mutate(null, then)}
        onChange={onChange}
      />
    </section>
  );
}
