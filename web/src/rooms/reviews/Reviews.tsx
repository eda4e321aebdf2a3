import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProductBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";
import { Listing } from "../../design/Listing";
import { SkeletonText } from "../../design/Skeleton";
import { StarBars } from "../../design/StarBars";
import { Stars } from "../../design/Stars";
import { OwnReview } from "./OwnReview";
import { ownReviewQuery, reviewsQuery, SORTS, type Sort, type Subject } from "./queries";
import { ReviewItem } from "./ReviewItem";

type Rated = Pick<ProductBody, "rating" | "reviewsCount" | "starCounts">;

interface Props {
  of: Subject;
  rated: Rated;
}

/** What buyers or clients say of it, and one's own words. */
export function Reviews({ of, rated }: Props) {
  const { t, formats } = useLanguage();
  const [sort, setSort] = useState<Sort>("new");
  const [stars, setStars] = useState<number>();
  const query = useInfiniteQuery({
    ...reviewsQuery(of, sort, stars),
    placeholderData: (before) => before,
  });
  const own = useQuery(ownReviewQuery(of)).data;
  const rows =
    query.data?.pages.flatMap(({ reviews, helpful, foundHelpful }) =>
      reviews.map((review) => ({
        review,
        helped: {
          count: helpful[review.id] ?? 0,
          found: foundHelpful.includes(review.id),
          own: review.id === own?.review?.id,
        },
      })),
    ) ?? [];
  const { reviewsCount: count } = rated;
  return (
    <section
      id="reviews"
      aria-labelledby="reviews-title"
      className="scroll-mt-20 border-t border-line py-8"
    >
      <h2 id="reviews-title" className="text-24 font-semibold">
        {t("reviews.title")}
      </h2>
      <div className="mt-4 grid grid-cols-1 gap-8 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:gap-16">
        <div className="space-y-6">
          {count > 0 && (
            <div className="space-y-3">
              <p className="flex flex-wrap items-center gap-x-3">
                <span className="tabular text-32 font-semibold">
                  {formats.decimal(rated.rating)}
                </span>
                <span className="space-y-0.5">
                  <Stars value={rated.rating} size={20} className="block" />
                  <span className="block text-13 text-ink-soft">
                    {t("reviews.count", { count })}
                  </span>
                </span>
              </p>
              <StarBars counts={rated.starCounts} chosen={stars} onChoose={setStars} />
            </div>
          )}
          <OwnReview of={of} />
        </div>
        <div className="min-w-0 space-y-4">
          {count > 1 && (
            <div className="flex flex-wrap items-end justify-between gap-3">
              <Select
                dense
                label={t("reviews.sort")}
                value={sort}
                items={SORTS}
                nameOf={(one) => t(`reviews.sorts.${one}`)}
                onChoose={(one) => setSort(one ?? "new")}
                className="w-48"
              />
              {stars && (
                <Button kind="plain" size="s" onClick={() => setStars(undefined)}>
                  {t("reviews.all")}
                </Button>
              )}
            </div>
          )}
          <Listing
            query={query}
            empty={rows.length === 0}
            none={<p className="text-ink-soft">{t(stars ? "reviews.noneOf" : "reviews.none")}</p>}
            loading={<SkeletonText lines={6} />}
            more={t("reviews.more")}
          >
            <ul className="divide-y divide-line" data-testid="reviews">
              {rows.map(({ review, helped }) => (
                <ReviewItem
                  key={review.id}
                  of={of}
                  review={review}
                  replies={own?.mayReply ?? false}
                  helped={helped}
                />
              ))}
            </ul>
          </Listing>
        </div>
      </div>
    </section>
  );
}
