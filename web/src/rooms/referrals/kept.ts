import { Kept } from "../../base/kept";

/** The code by whose link the visitor came, for this visit: until they are logged in. */
const came = new Kept<string>("holdfast.invitation", {
  storage: () => sessionStorage,
  parse: (text) => text ?? "",
  text: (code) => code || null,
});

export const keepInvitation = came.write;
export const useInvitation = came.use;
