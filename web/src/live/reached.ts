import { useRef } from "react";
import { isUnreached } from "../base/api/problem";
import { useTimesReached } from "./connection";

/** Whether that the shop could not be reached is no news any more: since it was told, it was. */
export function useReachedSince(error: unknown): boolean {
  const times = useTimesReached();
  const told = useRef({ error, times });
  if (told.current.error !== error) told.current = { error, times };
  return isUnreached(error) && times > told.current.times;
}
