import type { Shown } from "../../design/Picture";

export interface ImageForm extends Shown {
  alt: string;
  alts: Record<string, string>;
}

/** A list with one of its members moved to another place. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one === undefined) return list;
  next.splice(Math.max(0, Math.min(to, next.length)), 0, one);
  return next;
}
