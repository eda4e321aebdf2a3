import { useEffect, useRef, useState } from "react";
import { useSettled } from "../base/settled";
import { SearchBox } from "./Field";

interface Props {
  label: string;
  /** The words in the address. */
  q: string | undefined;
  onFind: (q: string | undefined) => void;
  /** So many letters may be typed. */
  most?: number;
  dense?: boolean;
  className?: string;
}

/** A search box whose words live in the address: what is typed goes there when the typing pauses,
 * and what the address says otherwise comes back. */
export function FindBox({ q = "", onFind, most = 100, dense = true, ...box }: Props) {
  const [typed, setTyped] = useState(q);
  const settled = useSettled(typed).trim();
  const sent = useRef(q);
  const send = useRef(onFind);
  send.current = onFind;
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    send.current(settled || undefined);
  }, [settled]);
  useEffect(() => {
    if (q === sent.current) return;
    sent.current = q;
    setTyped(q);
  }, [q]);
  return (
    <SearchBox
      className="w-full sm:w-80"
      {...box}
      dense={dense}
      value={typed}
      maxLength={most}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
