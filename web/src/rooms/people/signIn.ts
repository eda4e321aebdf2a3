import { newKey, post } from "../../base/api/client";
import { queryClient, renew, sessionQuery } from "../../base/api/queries";
import type { CodeWanted, LoggedIn } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import {
  askAnewHere,
  forgetVisitor,
  forgetVisitorHere,
  lastHere,
  onSessionOver,
} from "../../base/session";
import { setTypedUser, typedUser } from "../../base/typedUser";
import { meetAgain } from "../../live/connection";
import { forgetHold } from "../cart/hold";
import type { Person } from "./PersonForm";

/** Written anew whenever somebody else is here, so that the browser's other tabs know. */
const met = new Kept<string>("holdfast.met", {
  storage: () => localStorage,
  parse: (text) => text ?? "",
  text: (time) => time,
  shared: true,
});

/** Somebody logged in or out in another tab of this browser, or the session ended: what is shown is
 * of whoever is here now, and nothing of who was. */
export function hearOfOthers(): void {
  onSessionOver((ended) => {
    forgetVisitorHere(ended);
    meetAgain();
  });
  met.subscribe(async () => {
    if (met.read() === ours) return;
    const before = lastHere();
    await renew(sessionQuery.queryKey);
    const now = queryClient.getQueryData(sessionQuery.queryKey)?.user?.id ?? null;
    if (now === before) askAnewHere();
    else forgetVisitorHere(false);
    meetAgain();
  });
}

let ours = "";

/** Somebody else is here from now on; where typed user ids are believed, the one typed. */
export async function become(userId: string | null = null): Promise<void> {
  setTypedUser(userId);
  forgetVisitor();
  ours = newKey();
  met.write(ours);
  meetAgain();
  await renew(sessionQuery.queryKey);
}

/** Null: logged in; else the login that waits for a code. */
export async function login(email: string, password: string): Promise<string | null> {
  const body = { email, password };
  const came = await post<LoggedIn | CodeWanted>("/session/login", body, newKey());
  if ("step" in came) return came.step;
  await become();
  return null;
}

export async function loginByCode(step: string, code: string): Promise<void> {
  await post("/session/second-step", { step, code }, newKey());
  await become();
}

export async function signUp(person: Person, consent: boolean): Promise<void> {
  await post("/signup", { ...person, consent }, newKey());
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
  forgetHold();
  await become();
}

/** On a computer that others use: nobody who comes next is the guest who was here. */
export async function forgetGuest(): Promise<void> {
  await post("/session/forget", {}, newKey());
  forgetHold();
  await become();
}
