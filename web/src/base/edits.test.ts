import { describe, expect, it } from "vitest";
import { Problem } from "./api/problem";
import { ifStill, ofActed, ofSaved, ofTold } from "./edits";

it("what was sent makes room, what was typed while it was sent does not", () => {
  const answered = ifStill("Good morning", "");
  expect(answered("Good morning")).toBe("");
  expect(answered("Good morning. One more thing")).toBe("Good morning. One more thing");
});

describe("a form over what is saved", () => {
  const FIRST = { revision: 1 };
  const SECOND = { revision: 2 };
  const sent = { name: "Ten hours", active: true };

  it("makes room once it is saved, unless something was typed meanwhile: that is over the new state", () => {
    expect(ofSaved(sent, SECOND)({ form: sent, over: FIRST })).toBeNull();
    const since = { ...sent, name: "Ten hours or more" };
    expect(ofSaved(sent, SECOND)({ form: since, over: FIRST })).toEqual({
      form: since,
      over: SECOND,
    });
  });

  it("keeps what is typed while a button saves something else of it", () => {
    const acted = ofActed<typeof sent, typeof FIRST>(FIRST, SECOND, (form) => ({
      ...form,
      active: false,
    }));
    const typed = { ...sent, name: "Ten hours or more" };
    expect(acted({ form: typed, over: FIRST })).toEqual({
      form: { ...typed, active: false },
      over: SECOND,
    });
    expect(acted(null)).toBeNull();
  });

  it("stays over the older state if others had saved before the button was pressed", () => {
    const older = { form: sent, over: { revision: 0 } };
    const acted = ofActed<typeof sent, typeof FIRST>(FIRST, SECOND, (form) => form);
    expect(acted(older)).toBe(older);
  });

  it("is over what others saved only once that was told", () => {
    const typed = { form: sent, over: FIRST };
    const told = (status: number) =>
      ofTold<typeof sent, typeof FIRST>(new Problem(status, {}), SECOND);
    expect(told(412)(typed)).toEqual({ form: sent, over: SECOND });
    expect(told(422)(typed)).toBe(typed);
    expect(told(412)(null)).toBeNull();
  });
});
