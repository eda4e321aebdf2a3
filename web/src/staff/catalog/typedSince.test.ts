import { expect, it } from "vitest";
import { emptyForm, type OptionForm, recombined } from "./form";
import { typedSince } from "./typedSince";

const SENT = { ...emptyForm(), name: "Mug", text: "White", vendor: "Kiln" };
/** As the server says it back. */
const KEPT = { ...SENT, handle: "mug", vendor: "Kiln GmbH" };

const colour = (key: string, ...texts: string[]): OptionForm => ({
  key,
  name: "Colour",
  values: texts.map((text) => ({ key: `${key}-${text}`, text })),
});

it("what was not touched is as it was saved, what was typed meanwhile stays", () => {
  expect(typedSince(SENT, SENT, KEPT)).toBe(KEPT);
  const typed = typedSince(SENT, { ...SENT, name: "Big mug" }, KEPT);
  expect(typed).toEqual({ ...KEPT, name: "Big mug" });
});

it("a text stays what it is, with or without HTML", () => {
  const typed = typedSince(SENT, { ...SENT, text: "White, large" }, { ...KEPT, html: true });
  expect([typed.text, typed.html]).toEqual(["White, large", false]);
});

it("variants that were made by saving are not made again by what was typed at them meanwhile", () => {
  const options = [colour("a", "Red", " Blue")];
  const sent = { ...SENT, options, variants: recombined(options, SENT.variants) };
  const said = [{ ...colour("b", "Red", "Blue"), code: "colour" }];
  const variants = recombined(said, []).map((one, place) => ({ ...one, id: `V${place}` }));
  const kept = { ...KEPT, options: said, variants };
  const now = { ...sent, variants: sent.variants.map((one) => ({ ...one, stock: "5", sku: "S" })) };

  const typed = typedSince(sent, now, kept);

  expect(typed.variants.map(({ id, sku, stock }) => [id, sku, stock])).toEqual([
    ["V0", "S", ""],
    ["V1", "S", ""],
  ]);
  expect(typed.options[0]).toEqual({ ...options[0], code: "colour" });
  expect(typed.variants[0]?.combo).toEqual({ a: "a-Red" });
});
