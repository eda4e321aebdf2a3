/** What a picture may be. */
export const KINDS = "image/jpeg,image/png,image/webp,image/avif";
/** Bytes of one, where nothing else is said. */
export const USUAL_BYTES = 8 * 1024 * 1024;

/** Why a file is not sent at all: it is no picture, too large, or beyond the room that is left. */
export type Misfit = "kind" | "large" | "room";

export interface Sorted<Sent> {
  fit: Sent[];
  misfits: { file: Sent; why: Misfit }[];
}

/** Which of the chosen files can be sent, in their order, and why the others cannot. */
export function sortFiles<Sent extends { type: string; size: number }>(
  files: Iterable<Sent>,
  room: number,
  most: number,
): Sorted<Sent> {
  const found: Sorted<Sent> = { fit: [], misfits: [] };
  for (const file of files) {
    const why = misfit(file, room - found.fit.length, most);
    if (why) found.misfits.push({ file, why });
    else found.fit.push(file);
  }
  return found;
}

function misfit(file: { type: string; size: number }, left: number, most: number) {
  if (!KINDS.split(",").includes(file.type) || file.size === 0) return "kind";
  if (file.size > most) return "large";
  return left <= 0 ? "room" : null;
}
