import { expect, it } from "vitest";
import { standingOf } from "./standing";

const GUEST = { roles: [], withheldRoles: [], guest: true, typedUserId: null };
const MANAGER = { ...GUEST, roles: ["manager"], guest: false };

it("staff whose session ends keep the page that is open; nobody else is shown one", () => {
  expect(standingOf(MANAGER, false)).toBe("staff");
  expect(standingOf(GUEST, true)).toBe("ended");
  expect(standingOf(GUEST, false)).toBe("stranger");
});

it("whoever is somebody else now, or must set up a second factor first, is told so instead", () => {
  const buyer = { ...MANAGER, roles: ["customer"] };
  expect(standingOf(buyer, true)).toBe("stranger");
  expect(standingOf({ ...GUEST, typedUserId: "7" }, true)).toBe("stranger");
  const withheld = { ...MANAGER, roles: [], withheldRoles: ["manager"] };
  expect(standingOf(withheld, true)).toBe("second-factor");
});
