import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { AnswersAsked, IntakeAnswer, IntakeQuestion } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Form } from "../../design/Form";
import { Loaded } from "../../design/Loaded";
import { Moment } from "../../design/Moment";
import { SkeletonText } from "../../design/Skeleton";
import { QuestionFields } from "./QuestionFields";
import { answerOf, faultOf, type Typed } from "./questions";

/** For its client, and for staff. */
export const questionsPath = (bookingId: string) => `/bookings/${bookingId}/questions`;
/** For a photographer, of a session of theirs. */
export const ownQuestionsPath = (bookingId: string) => `/studio/bookings/${bookingId}/questions`;

interface Props {
  bookingId: string;
  number: string;
  reader?: "staff";
  onClose: () => void;
}

function useIntake(path: string) {
  const { locale } = useLanguage();
  return useQuery({
    ...answerQuery<IntakeAnswer>(["bookings", "questions", path, locale], path, { locale }),
    staleTime: 0,
  });
}

/** What is asked of a booking's client: answered here until it begins, and read. */
export function QuestionsDialog({ bookingId, number, reader, onClose }: Props) {
  const { t } = useLanguage();
  const query = useIntake(questionsPath(bookingId));
  return (
    <Dialog open onClose={onClose} title={t("questions.of", { number })}>
      <Loaded query={query} loading={<SkeletonText lines={4} />}>
        {(found) =>
          found.mayAnswer && found.questions.some(({ question }) => question) ? (
            <Answering bookingId={bookingId} found={found} reader={reader} onClose={onClose} />
          ) : (
            <Answers questions={found.questions} />
          )
        }
      </Loaded>
    </Dialog>
  );
}

function Answering(props: Omit<Props, "number"> & { found: IntakeAnswer }) {
  const { bookingId, found, reader, onClose } = props;
  const { t } = useLanguage();
  const [typed, setTyped] = useState<Typed>({});
  const answered: Typed = Object.fromEntries(
    found.questions.map(({ questionId, answer }) => [questionId, answer?.value ?? ""]),
  );
  const asked = found.questions.flatMap(({ question }) => question ?? []);
  const askedAs = new Map(
    found.questions
      .filter(({ question, answer, asked }) => answer && question && asked !== question.text)
      .map(({ questionId, asked }) => [questionId, t("questions.askedAs", { text: asked })]),
  );
  const past = found.questions.filter(({ question }) => !question);
  const saving = useIntent(
    (_, body: AnswersAsked) => put<IntakeAnswer>(questionsPath(bookingId), body),
    {
      onSuccess: onClose,
      onSettled: () => renew(["bookings"], ["staff", "bookings"]),
    },
  );
  const changed = asked
    .filter((one) => typed[one.id] !== undefined)
    .map((one) => ({ questionId: one.id, value: answerOf(one, typed[one.id]) }))
    .filter(({ questionId, value }) => value !== answered[questionId]);
  return (
    <Form
      sending={saving}
      reader={reader}
      onSubmit={() => (changed.length > 0 ? saving.mutate({ answers: changed }) : onClose())}
      end={
        <div className="flex flex-wrap justify-end gap-2">
          <Button looks type="button" onClick={onClose}>
            {t("form.close")}
          </Button>
          <Button kind="primary" type="submit" busy={saving.isPending}>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      <QuestionFields
        questions={asked}
        typed={{ ...answered, ...typed }}
        onType={(id, text) => setTyped({ ...typed, [id]: text })}
        errorOf={(one) => faultOf(saving.error, one.id)}
        hintOf={(one) => askedAs.get(one.id)}
      />
      {past.length > 0 && <Answers questions={past} />}
    </Form>
  );
}

/** Read: as it was asked, and what was answered. */
function Answers({ questions }: { questions: readonly IntakeQuestion[] }) {
  const { t } = useLanguage();
  if (questions.length === 0) return <p className="text-ink-soft">{t("questions.none")}</p>;
  return (
    <dl className="space-y-3">
      {questions.map(({ questionId, asked, answer }) => (
        <div key={questionId}>
          <dt className="text-13 text-ink-soft wrap-anywhere">{asked}</dt>
          <dd className="whitespace-pre-wrap wrap-anywhere">
            {answer ? answer.said : <span className="text-ink-soft">{t("questions.open")}</span>}
          </dd>
          {answer?.by === "studio" && (
            <dd className="text-13 text-ink-soft">
              {t("questions.byStudio")} <Moment at={answer.at} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** On a session's card: nothing, as long as nothing is asked. */
export function SessionAnswers({ path }: { path: string }) {
  const { t } = useLanguage();
  const { data } = useIntake(path);
  if (!data || data.questions.length === 0) return null;
  return (
    <section aria-label={t("questions.title")} className="rounded-m bg-sunken p-3">
      <Answers questions={data.questions} />
    </section>
  );
}
