import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { newKey, post } from "../../base/api/client";
import type { CalendarQuestion, OutsideCalendarsAnswer, ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { dayIn } from "./days";
import { keepCalendars } from "./queries";

interface Props {
  resource: ResourceBody;
  questions: CalendarQuestion[];
}

/** Bookings that were moved or deleted over there: they stand as they did until somebody says more. */
export function CalendarQuestions({ resource, questions }: Props) {
  return questions.map((one) => <Question key={one.id} resource={resource} question={one} />);
}

function Question(props: { resource: ResourceBody; question: CalendarQuestion }) {
  const { resource, question } = props;
  const { t, formats } = useLanguage();
  const replying = useMutation({
    mutationFn: (reply: string) =>
      post<OutsideCalendarsAnswer>(
        `/staff/calendar-questions/${question.id}/reply`,
        { reply },
        newKey(),
      ),
    onSuccess: (answer) => keepCalendars(resource.id, answer),
  });
  const session = useSession();
  const { kind, number, wantedStart } = question;
  const day = dayIn(resource.zone, question.startsAt);
  const replies =
    kind === "moved" ? (["keep", "move", "cancel"] as const) : (["keep", "cancel"] as const);
  return (
    <Notice
      silent
      tone="held"
      title={t(`studio.asks.${kind}`, {
        number,
        service: question.service,
        from: formats.momentIn(question.startsAt, resource.zone),
        to: wantedStart ? formats.momentIn(wantedStart, resource.zone) : "",
      })}
      actions={replies.map((reply) => (
        <Button
          key={reply}
          size="s"
          busy={replying.isPending && replying.variables === reply}
          aria-label={`${t(`studio.reply.${reply}`)}: ${number}`}
          onClick={() => replying.mutate(reply)}
        >
          {t(`studio.reply.${reply}`)}
        </Button>
      ))}
    >
      <p>
        {t("book.zone", { zone: formats.zoneName(resource.zone) })} {t("studio.putBack")}{" "}
        {isStaff(session) ? (
          <Link to="/staff/bookings" search={{ q: number }} className="underline">
            {t("studio.toBooking")}
          </Link>
        ) : (
          <Link to="/my/calendar" search={{ day, span: "day" }} className="underline">
            {t("studio.toBooking")}
          </Link>
        )}
      </p>
      {replying.isError && <Refusal reader="staff" error={replying.error} />}
    </Notice>
  );
}
