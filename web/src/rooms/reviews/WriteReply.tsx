import type { ReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { type Subject, useReply } from "./queries";
import { WordsForm } from "./WordsForm";

const MOST = 2000;

interface Props {
  of: Subject;
  review: ReviewBody;
  onClose: () => void;
}

/** What is said beneath a review; sent empty, the reply is taken back. */
export function WriteReply({ of, review, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <WordsForm
      label={t("reviews.reply")}
      about={t("reviews.replyTo", { name: review.username })}
      hint={review.reply ? t("reviews.replyEmpty") : undefined}
      before={review.reply?.text ?? ""}
      most={MOST}
      send={t("reviews.replySend")}
      sent={t("reviews.replySent")}
      sending={useReply(of, review.id)}
      onClose={onClose}
    />
  );
}
