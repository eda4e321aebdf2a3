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
      label={t("questions.answer")}
      about={t("questions.answerTo", { name })}
      hint={t("questions.answerHint")}
      before={before}
      most={MOST}
      missing={t("questions.answerMissing")}
      send={t("questions.answerSend")}
      sent={t("questions.answerSent")}
      sending={useAnswer(question)}
      onClose={onClose}
    />
  );
}
