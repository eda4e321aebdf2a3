import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { PlaceAnswer } from "../../base/api/schema";
import type { Riddle } from "./proof";

const TRIES = 3;

/** One's place, for which some work is proved first where the shop asks for it; `proving` says that
 * this is going on. */
export async function takePlace(
  saleId: string,
  proving: (now: boolean) => void,
): Promise<PlaceAnswer> {
  const path = `/flash-sales/${saleId}`;
  let ask = () => post<PlaceAnswer>(`${path}/place`, {}, newKey());
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      const { code, body } = asProblem(error);
      const { challenge, bits } = body;
      if (!code.startsWith("flash-sale-proof") || !challenge || !bits || tried === TRIES)
        throw error;
      proving(true);
      const word = await solved({ challenge, bits }).finally(() => proving(false));
      ask = () => post<PlaceAnswer>(`${path}/proof`, { challenge, word }, newKey());
    }
  }
}

/** In a worker, so that the page stays alive; or here, where there can be none. */
async function solved(riddle: Riddle): Promise<string> {
  const worker = openWorker();
  if (!worker) return (await import("./proof")).solve(riddle);
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
      worker.onerror = () => reject(new Error("the proof's worker failed"));
      worker.postMessage(riddle);
    });
  } finally {
    worker.terminate();
  }
}

function openWorker(): Worker | null {
  try {
    return new Worker(new URL("./proof.worker.ts", import.meta.url), { type: "module" });
  } catch {
    return null; // of another origin, as the app of a CDN is
  }
}
