import { useQuery, useQueryClient } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { sessionQuery } from "../../base/api/queries";
import type { Session } from "../../base/api/types";
import { setTypedUser, typedUser } from "../../base/typedUser";
import { meetAgain } from "../../live/feed";
import { orderStore, walletStore } from "../../live/latest";
import { wishCoupon } from "../cart/coupon";
import { writeHold } from "../cart/hold";
import type { Person } from "./PersonForm";

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
    for (const queryKey of [["orders"], ["staff"], ["wallets"], ["coupons", "mine"]])
      client.removeQueries({ queryKey });
    walletStore.clear();
    orderStore.clear();
    wishCoupon(null);
    meetAgain();
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return {
    async login(email: string, password: string) {
      await post("/session/login", { email, password }, newKey());
      setTypedUser(null);
      await refresh();
    },
    async signUp(person: Person) {
      await post("/signup", person, newKey());
      setTypedUser(null);
      await refresh();
    },
    /** The owner of a new shop, by the link that the server printed. */
    async setUp(link: string, person: Person) {
      await post("/setup", { link, ...person }, newKey());
      setTypedUser(null);
      await refresh();
    },
    async logout(everywhere = false) {
      if (typedUser()) setTypedUser(null);
      else await post(everywhere ? "/session/logout-everywhere" : "/session/logout", {}, newKey());
      await refresh();
    },
    /** Where typed user ids are believed: somebody else from now on, or nobody. */
    async become(userId: string | null) {
      setTypedUser(userId);
      writeHold(null);
      await refresh();
    },
  };
}
