import { newKey } from "../../base/api/client";
import type { QuestionForm } from "../../base/api/schema";

type OptionForm = QuestionForm["options"][number];

/** A new one; what it is known by never changes. */
export const newQuestion = (): QuestionForm => ({
  id: newKey(),
  kind: "short",
  text: "",
  texts: {},
  when: "booking",
  required: false,
  options: [],
});

/** One more answer to choose from. */
export function newOption(others: readonly OptionForm[]): OptionForm {
  const taken = new Set(others.map((one) => one.id));
  let number = others.length + 1;
  while (taken.has(`option-${number}`)) number += 1;
  return { id: `option-${number}`, name: "", texts: {} };
}

const words = (texts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([language, text]) => [language, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );

/** As it is sent. */
export const readQuestion = (one: QuestionForm): QuestionForm => ({
  ...one,
  text: one.text.trim(),
  texts: words(one.texts),
  options: one.options.map((option) => ({
    ...option,
    name: option.name.trim(),
    texts: words(option.texts),
  })),
});
