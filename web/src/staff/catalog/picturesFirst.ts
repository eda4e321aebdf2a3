import { useCallback, useEffect, useRef, useState } from "react";
import type { Sent } from "../../rooms/pictures/PicturesEditor";

/** Saves once pictures that are on their way are there: a new product goes on at its own address, and
 * would leave them behind. What fails meanwhile is looked at first. */
export function usePicturesFirst(save: () => void) {
  const [sent, setSent] = useState<Sent>({ going: 0, failed: 0 });
  /** How many had failed when it was asked for. */
  const [asked, setAsked] = useState<number | null>(null);
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (asked === null || sent.going > 0) return;
    setAsked(null);
    if (sent.failed <= asked) latest.current();
  }, [asked, sent]);
  const submit = () => (sent.going > 0 ? setAsked(sent.failed) : latest.current());
  const onSending = useCallback((next: Sent) => setSent(next), []);
  return { waits: asked !== null, onSending, submit };
}
