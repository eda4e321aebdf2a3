import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { newKey } from "./api/client";
import { asProblem } from "./api/problem";

type Then<Answer, Asked> = Pick<
  UseMutationOptions<Answer, Error, Asked>,
  "onSuccess" | "onError" | "onSettled"
>;

/** Something asked of the server under one key: asked again it is the same, until it was answered or
 * `another()` says that something else is meant. `change()` says so, too, and forgets a refusal. */
export function useIntent<Answer, Asked = void>(
  ask: (key: string, asked: Asked) => Promise<Answer>,
  then: Then<Answer, Asked> = {},
) {
  const key = useRef(newKey());
  const another = useCallback(() => {
    key.current = newKey();
  }, []);
  const asking = useMutation({
    ...then,
    mutationFn: (asked: Asked) => ask(key.current, asked),
    onSettled: (answer, error, ...rest) => {
      if (!error || !asProblem(error).passing) another();
      return then.onSettled?.(answer, error, ...rest);
    },
  });
  const { isError, reset } = asking;
  const change = useCallback(() => {
    another();
    if (isError) reset();
  }, [another, isError, reset]);
  return { ...asking, another, change };
}
