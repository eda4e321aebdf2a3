import { useQuery, useQueryClient } from "@tanstack/react-query";
import { newKey, post } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { chooseCoupon } from "../checkout/coupon";
import { meetAgain } from "../live/feed";
import { walletStore } from "../live/latest";

const STAFF = ["manager", "admin"];

export function isStaff(session: Session | undefined): boolean {
  return session?.roles.some((role) => STAFF.includes(role)) ?? false;
}

export function useSession() {
  return useQuery(sessionQuery).data;
}

/** Another visitor sees other orders: whatever was cached for the one before is dropped. */
export function useSignIn() {
  const client = useQueryClient();
  const refresh = async () => {
    for (const queryKey of [["orders"], ["staff"], ["accounts"], ["coupons", "mine"]])
      client.removeQueries({ queryKey });
    walletStore.clear();
    chooseCoupon(null);
    meetAgain();
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return {
    async login(email: string, password: string) {
      await post("/session/login", { email, password }, newKey());
      await refresh();
    },
    async logout() {
      await post("/session/logout", {}, newKey());
      await refresh();
    },
  };
}
