import { useCallback, useRef, useState } from "react";
import { newKey } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { PictureAnswer } from "../../base/api/schema";
import { sendFile } from "../../base/api/upload";
import { type Misfit, sortFiles, USUAL_BYTES } from "./fitting";

/** A file on its way; `part` is how much of it is away, `error` why it did not come in; `misfit` why it
 * was not sent at all. */
export interface Sending {
  key: string;
  file: File;
  part: number;
  error?: unknown;
  misfit?: Misfit;
}

/** Whether it still comes in. */
export const isGoing = ({ error, misfit }: Sending) => error === undefined && misfit === undefined;

/** Sends files one after another; each tells how far it is, and what it was refused for. */
export function useSending<Sent = PictureAnswer>(
  take: (picture: Sent) => void,
  to: string | ((file: File) => string) = "/staff/pictures",
) {
  const [files, setFiles] = useState<Sending[]>([]);
  const waiting = useRef<Sending[]>([]);
  const running = useRef(false);
  const taken = useRef(take);
  taken.current = take;

  const change = useCallback((key: string, change: Partial<Sending> | null) => {
    setFiles((before) =>
      before.flatMap((one) =>
        one.key !== key ? one : change === null ? [] : { ...one, ...change },
      ),
    );
  }, []);

  const run = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    for (let one = waiting.current.shift(); one; one = waiting.current.shift()) {
      const { key, file } = one;
      try {
        const tell = (part: number) => change(key, { part });
        const address = typeof to === "string" ? to : to(file);
        taken.current(await patiently(() => sendFile<Sent>(address, file, key, tell)));
        change(key, null);
      } catch (error) {
        change(key, { error });
        // Without a network the others would fail each by itself: they stop here, to be tried together.
        if (asProblem(error).status === 0)
          for (const other of waiting.current.splice(0)) change(other.key, { error });
      }
    }
    running.current = false;
  }, [change, to]);

  const add = useCallback(
    (list: File[]) => {
      const added = list.map((file) => ({ key: newKey(), file, part: 0 }));
      waiting.current.push(...added);
      setFiles((before) => [...before, ...added]);
      void run();
    },
    [run],
  );

  /** Those that fit into so much room are sent; the others are named, with why. */
  const choose = useCallback(
    (list: Iterable<File>, room: number, most = USUAL_BYTES) => {
      const { fit, misfits } = sortFiles(list, room, most);
      const named = misfits.map(({ file, why }) => ({ key: newKey(), file, part: 0, misfit: why }));
      setFiles((before) => [...before, ...named]);
      add(fit);
    },
    [add],
  );

  const leave = useCallback((one: Sending) => change(one.key, null), [change]);
  const again = useCallback(
    (one: Sending) => {
      leave(one);
      add([one.file]);
    },
    [add, leave],
  );
  const allAgain = useCallback(() => {
    const failed = files.filter(({ error }) => error !== undefined);
    failed.forEach(leave);
    add(failed.map(({ file }) => file));
  }, [files, leave, add]);
  const going = files.filter(isGoing).length;
  return { files, going, choose, leave, again, allAgain };
}

const TRIES = 4;
/** Seconds after which a network that was away is tried first. */
const AWAY = 2;

/** Of many files one may come too soon, or the network be away for a moment: it waits as long as it is told
 * to, and goes again. */
async function patiently<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      const { status, retryAfter } = asProblem(error);
      const wait = status === 0 ? tries * AWAY : [429, 503].includes(status) ? retryAfter : null;
      if (tries >= TRIES || wait === null) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, 60) * 1000));
    }
  }
}
