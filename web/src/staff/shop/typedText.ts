import { useState } from "react";

/** What stands in a field whose text means something else, and how it is typed: what was typed stays,
 * readable or not, until what it came to is another from outside. */
export function useTypedText<Value>(value: Value, textOf: (value: Value) => string) {
  const [typed, setTyped] = useState<{ text: string; cameTo?: { value: Value } }>();
  if (typed && !typed.cameTo) setTyped({ text: typed.text, cameTo: { value } });
  const own = typed && (!typed.cameTo || Object.is(typed.cameTo.value, value));
  return [own ? typed.text : textOf(value), (text: string) => setTyped({ text })] as const;
}
