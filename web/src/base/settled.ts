import { useEffect, useRef, useState } from "react";

const PAUSE = 250;

/** What was typed, once the typing pauses: not every letter is asked for. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** A search box whose words live in the address: what is typed goes there when the typing pauses,
 * and what the address says otherwise comes back. */
export function useTypedSearch(q: string, onSearch: (q: string) => void) {
  const [typed, setTyped] = useState(q);
  const settled = useSettled(typed).trim();
  const sent = useRef(q);
  const send = useRef(onSearch);
  send.current = onSearch;
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    send.current(settled);
  }, [settled]);
  useEffect(() => {
    if (q === sent.current) return;
    sent.current = q;
    setTyped(q);
  }, [q]);
  return { typed, setTyped };
}
