import type { StaffReview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Dialog } from "../../design/Dialog";
import { WriteAnswer } from "../../rooms/reviews/WriteAnswer";
import { buyerName } from "../desk/Buyer";

interface Props {
  row: StaffReview;
  onClose: () => void;
}

/** What the shop answers, beside what was asked. */
export function AnswerQuestion({ row, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog open onClose={onClose} title={row.name ?? t("productQuestions.answer")} text={row.text}>
      <WriteAnswer
        question={row}
        name={buyerName(row.author) ?? ""}
        before={row.reply}
        onClose={onClose}
      />
    </Dialog>
  );
}
