import type { ModerationDone, StaffReview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { toast } from "../../design/Toasts";
import { ActDialog } from "../desk/ActDialog";
import { moderate } from "./queries";

const IDEAS = ["insult", "private", "off", "ad"] as const;

/** Says what became of them, and which were changed by their authors meanwhile. */
export function useTold() {
  const { t } = useLanguage();
  const saying = (word: "done" | "changed", count: number, question: boolean) =>
    toast({ title: t(question ? `staffQuestions.${word}` : `staffReviews.${word}`, { count }) });
  return ({ reviews, changed }: ModerationDone) => {
    const count = reviews.filter(({ id }) => !changed.includes(id)).length;
    const question = reviews[0]?.rating === null;
    if (count > 0) saying("done", count, question);
    if (changed.length > 0) saying("changed", changed.length, question);
  };
}

interface Props {
  rows: readonly StaffReview[];
  onClose: () => void;
}

/** What breaks the shop's rules goes from the page, with a reason that its author reads. */
export function HideReviews({ rows, onClose }: Props) {
  const { t } = useLanguage();
  const told = useTold();
  const noun = rows[0]?.rating === null ? "staffQuestions" : "staffReviews";
  return (
    <ActDialog
      title={t(`${noun}.hideTitle`, { count: rows.length })}
      text={t(`${noun}.hideText`)}
      act={t("staffReviews.hide")}
      reason={{
        hint: t("staffReviews.hideHint"),
        ideas: IDEAS.map((idea) => t(`staffReviews.idea.${idea}`)),
      }}
      send={(key, reason) => moderate(key, "hide", rows, reason)}
      onDone={told}
      onClose={onClose}
    />
  );
}
