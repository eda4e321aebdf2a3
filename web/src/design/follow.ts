import { useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";

/** To a page of the shop without loading the app again. */
export function useFollow(link: string) {
  const { history } = useRouter();
  return (event: MouseEvent) => {
    if (!link.startsWith("/") || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.push(link);
  };
}
