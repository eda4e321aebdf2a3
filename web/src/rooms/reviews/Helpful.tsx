import { useNavigate } from "@tanstack/react-router";
import type { ReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { type Subject, useHelpful } from "./queries";

export interface HelpfulProps {
  of: Subject;
  review: ReviewBody;
  /** By how many it was found helpful. */
  count: number;
  /** By oneself, too. */
  found: boolean;
  /** One wrote it oneself. */
  own: boolean;
}

/** How many a review helped, and one's own voice; a guest logs in first. */
export function Helpful({ of, review, count, found, own }: HelpfulProps) {
  const { t } = useLanguage();
  const nameShown = useNameShown();
  const navigate = useNavigate();
  const member = Boolean(useSession()?.user);
  const voting = useHelpful(of, review.id);
  const press = () => {
    if (member) voting.mutate(!found);
    else void navigate({ to: "/login", search: { next: location.pathname + location.search } });
  };
  if (own && count === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-soft">
      {!own && (
        <Button
          size="s"
          icon={found ? "check" : undefined}
          aria-pressed={found}
          aria-label={t("reviews.helpfulTo", { name: nameShown(review.username) })}
          busy={voting.isPending}
          onClick={press}
        >
          {t("reviews.helpful")}
        </Button>
      )}
      {count > 0 && <span>{t("reviews.foundHelpful", { count })}</span>}
      {voting.isError && <Refusal error={voting.error} />}
    </div>
  );
}
