import { useLanguage } from "../../base/i18n/format";
import { useAnswer } from "./questions";
import { WordsForm } from "./WordsForm";

const MOST = 2000;

interface Props {
  /** As it was read. */
  question: { id: string; version: number };
  /** Who asked. */
  name: string;
  before: string;
  onClose: () => void;
}

/** The answer to a question, for all to read. */
export function WriteAnswer({ question, name, before, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <WordsForm
      label={t("productQuestions.answer")}
      about={t("productQuestions.answerTo", { name })}
      hint={t("productQuestions.answerHint")}
      before={before}
      most={MOST}
      missing={t("productQuestions.answerMissing")}
      send={t("productQuestions.answerSend")}
      sent={t("productQuestions.answerSent")}
      sending={useAnswer(question)}
      onClose={onClose}
    />
  );
}
