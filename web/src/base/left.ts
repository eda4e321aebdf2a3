import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { oneOf } from "./search";

/** `payment=left`: back from a provider's page without having paid. */
export const leftSearch = { payment: oneOf(["left"] as const) };

/** Whether one came back like that to what is shown. The address says it once and loses it: neither a
 * reload nor the browser's Back says it again. */
export function useLeft(payment: "left" | undefined, about: string): boolean {
  const navigate = useNavigate();
  const [left, setLeft] = useState(payment && about);
  useEffect(() => {
    if (!payment) return;
    setLeft(about);
    const search = (now: object) => ({ ...now, payment: undefined });
    void navigate({ to: ".", search: search as never, replace: true, resetScroll: false });
  }, [payment, about, navigate]);
  return left === about;
}
