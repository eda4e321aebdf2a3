import { asProblem } from "../../base/api/problem";
import type { AnswerGiven, QuestionShown, ServiceBody } from "../../base/api/schema";

/** What is typed, by the question's id. */
export type Typed = Readonly<Record<string, string>>;

/** What is asked with a booking, of all services that it is made of: each question once. `also`: an
 * id and the minutes of each further one, with a colon between. */
export function askedWith(
  service: ServiceBody,
  also: readonly string[],
  known: readonly ServiceBody[],
): QuestionShown[] {
  const others = also.map((one) => known.find(({ id }) => id === one.split(":")[0]));
  const found = new Map<string, QuestionShown>();
  for (const one of [service, ...others])
    for (const asked of one?.questions ?? [])
      if (asked.when === "booking" && !found.has(asked.id)) found.set(asked.id, asked);
  return [...found.values()];
}

/** As the server takes it; a number may be typed with a comma. */
export function answerOf({ kind }: QuestionShown, text = ""): string {
  const typed = text.trim();
  return kind === "number" ? typed.replace(",", ".") : typed;
}

/** What is answered of these. */
export function answersTo(questions: readonly QuestionShown[], typed: Typed): AnswerGiven[] {
  return questions
    .map((one) => ({ questionId: one.id, value: answerOf(one, typed[one.id]) }))
    .filter(({ value }) => value !== "");
}

/** Whether nothing that is required lacks. */
export function isWhole(questions: readonly QuestionShown[], typed: Typed): boolean {
  return questions.every((one) => !one.required || answerOf(one, typed[one.id]) !== "");
}

/** What the server said of the answer to a question. */
export function faultOf(error: unknown, id: string): string | undefined {
  if (!error) return undefined;
  const said = asProblem(error).body.errors ?? [];
  return said.find(({ field }) => field === `answers.${id}`)?.detail;
}
