import { Kept } from "./kept";

const WELL_FORMED = /^[!-~]{1,64}$/;

export function isUserId(text: string): boolean {
  return WELL_FORMED.test(text);
}

/**
 * The user id typed into the header of a demo shop, which believes it without a password. It is
 * sent with every request as `X-User-Id`; other shops ignore it.
 */
const typed = new Kept<string | null>("holdfast.userId", {
  storage: () => localStorage,
  parse: (text) => (text && isUserId(text) ? text : null),
  text: (userId) => userId || null,
  shared: true,
});

export const typedUser = typed.read;
export const setTypedUser = typed.write;
export const useTypedUser = typed.use;
