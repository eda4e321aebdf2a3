import { newKey, post } from "../../base/api/client";
import { renew, sessionQuery } from "../../base/api/queries";
import { forgetVisitor } from "../../base/session";
import { setTypedUser, typedUser } from "../../base/typedUser";
import { meetAgain } from "../../live/connection";
import type { Person } from "./PersonForm";

/** Somebody else is here from now on; where typed user ids are believed, the one typed. */
export async function become(userId: string | null = null): Promise<void> {
  setTypedUser(userId);
  forgetVisitor();
  meetAgain();
  await renew(sessionQuery.queryKey);
}

export async function login(email: string, password: string): Promise<void> {
  await post("/session/login", { email, password }, newKey());
  await become();
}

export async function signUp(person: Person): Promise<void> {
  await post("/signup", person, newKey());
  await become();
}

/** The owner of a new shop, by the link that the server printed. */
export async function setUp(link: string, person: Person): Promise<void> {
  await post("/setup", { link, ...person }, newKey());
  await become();
}

export async function logout(everywhere = false): Promise<void> {
  const path = everywhere ? "/session/logout-everywhere" : "/session/logout";
  if (!typedUser()) await post(path, {}, newKey());
  await become();
}
