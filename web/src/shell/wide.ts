import { useMedia } from "../base/media";

/** Whether all of the header fits in one line. */
export function useWide(): boolean {
  return useMedia("(width >= 80rem)");
}
