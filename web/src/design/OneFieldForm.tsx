import { useMutation } from "@tanstack/react-query";
import { type ComponentProps, type ReactNode, useState } from "react";
import { asProblem } from "../base/api/problem";
import { useProblemWords } from "../base/i18n/problem";
import { Field } from "./Field";
import { Form } from "./Form";

interface Props<Answer>
  extends Omit<ComponentProps<typeof Field>, "name" | "value" | "error" | "onChange" | "end"> {
  /** As an answer calls the field at fault. */
  name: string;
  /** It changes nothing. */
  looks?: boolean;
  /** What stands in it at first. */
  first?: string;
  send: (typed: string) => Promise<Answer>;
  onSent: (answer: Answer) => unknown;
  /** The button that sends, and what stands beside it. */
  end: (busy: boolean) => ReactNode;
}

/** One field that is sent by itself, and says itself what is wrong with it. */
export function OneFieldForm<Answer>(props: Props<Answer>) {
  const { name, first = "", looks, send, onSent, end, ...field } = props;
  const words = useProblemWords();
  const [typed, setTyped] = useState(first);
  const sending = useMutation({ mutationFn: () => send(typed.trim()), onSuccess: onSent });
  const problem = sending.isError ? asProblem(sending.error) : null;
  const wrong = problem?.body.field === name;
  return (
    <Form
      looks={looks}
      sending={sending}
      onSubmit={() => sending.mutate()}
      refusal={wrong ? null : undefined}
      end={end(sending.isPending)}
    >
      <Field
        {...field}
        value={typed}
        error={wrong ? words(problem) : null}
        onChange={({ target }) => {
          if (sending.isError) sending.reset();
          setTyped(target.value);
        }}
      />
    </Form>
  );
}
