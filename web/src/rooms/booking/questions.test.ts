import { describe, expect, it } from "vitest";
import { Problem } from "../../base/api/problem";
import type { QuestionShown, ServiceBody } from "../../base/api/schema";
import { answersTo, askedWith, faultOf, isWhole } from "./questions";

const question = (id: string, more: Partial<QuestionShown> = {}): QuestionShown => ({
  id,
  kind: "short",
  text: `${id}?`,
  when: "booking",
  required: false,
  options: [],
  ...more,
});
const service = (id: string, ...questions: QuestionShown[]) => ({ id, questions }) as ServiceBody;

describe("questions with a booking", () => {
  it("are those of all its services, each once, and none that is for later", () => {
    const first = service("a", question("name"), question("place", { when: "session" }));
    const second = service("b", question("name"), question("dog"));
    const asked = askedWith(first, ["b:60", "gone:30"], [first, second]);
    expect(asked.map(({ id }) => id)).toEqual(["name", "dog"]);
  });

  it("are answered by what is typed, a number with a comma too", () => {
    const asked = [question("name"), question("heads", { kind: "number" }), question("dog")];
    expect(answersTo(asked, { name: " Mia ", heads: "1,5", dog: " " })).toEqual([
      { questionId: "name", value: "Mia" },
      { questionId: "heads", value: "1.5" },
    ]);
  });

  it("want what is required", () => {
    const asked = [question("name", { required: true }), question("dog")];
    expect(isWhole(asked, { dog: "yes" })).toBe(false);
    expect(isWhole(asked, { name: "Mia" })).toBe(true);
  });

  it("are told what is wrong with one of them", () => {
    const errors = [{ field: "answers.name", code: "too-long", detail: "Too long." }];
    const refusal = new Problem(422, { code: "answers-invalid", errors });
    expect(faultOf(refusal, "name")).toBe("Too long.");
    expect(faultOf(refusal, "dog")).toBeUndefined();
    expect(faultOf(null, "name")).toBeUndefined();
  });
});
