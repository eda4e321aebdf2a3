import { useEffect, useRef, useState } from "react";

/**
 * True from the moment the last free piece went while we looked at it, until one is free again.
 * What the visitor holds himself is no loss.
 */
export function useLoss(variantId: string, stock: number, yours: number): boolean {
  const before = useRef({ variantId, stock, yours });
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const last = before.current;
    before.current = { variantId, stock, yours };
    if (stock > 0 || last.variantId !== variantId) setLost(false);
    else if (last.stock > 0 && yours <= last.yours) setLost(true);
  }, [variantId, stock, yours]);
  return lost;
}
