import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import type { LinkShown } from "../../base/api/schema";

/** The secret stands behind `#`, so that no server and no referrer is told it with the page. */
export function useOneTimeLink() {
  const { hash } = useLocation();
  const [token] = useState(hash); // what became of the address meanwhile
  const query = useQuery({
    queryKey: ["link", token],
    queryFn: () => post<LinkShown>("/links/check", { link: token }, newKey()),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return { token, query };
}
