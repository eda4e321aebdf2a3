import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";

/** Leads to a conversation: at once to the one there is, in place of this page. */
export function useToThread(known: string | undefined): (id: string) => void {
  const navigate = useNavigate();
  const open = useCallback(
    (conversationId: string) =>
      void navigate({ to: "/messages/$conversationId", params: { conversationId }, replace: true }),
    [navigate],
  );
  useEffect(() => {
    if (known) open(known);
  }, [known, open]);
  return open;
}
