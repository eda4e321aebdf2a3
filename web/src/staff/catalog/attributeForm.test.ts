import { expect, test } from "vitest";
import type { StaffAttribute } from "../../base/api/schema";
import { codeOf, formOf, readAttribute } from "./attributeForm";

const CLAY: StaffAttribute = {
  version: 1,
  code: "material",
  name: "Material",
  kind: "choice",
  unit: "",
  values: ["Clay", "Tin"],
  facet: true,
  position: 2,
  translations: { ru: "Материал" },
  valueTranslations: { ru: { Tin: "Олово" } },
};

test("an attribute goes into the form and comes back the same", () => {
  const { code, version: _version, ...asked } = CLAY;
  expect(readAttribute(formOf(CLAY, 0), [])).toEqual({ code, asked });
});

test("a code comes of the name's latin letters, or has to be said", () => {
  expect(codeOf(" Seat height (max) ")).toBe("seat-height-max");
  expect(codeOf("Größe")).toBe("gro-e");
  const named = (name: string, code = "") =>
    readAttribute({ ...formOf(null, 0), name, code }, ["w"]);
  expect(named("Width")).toMatchObject({ code: "width" });
  expect(named("Ширина")).toEqual({ faults: { code: "missing" } });
  expect(named("Ширина", "width")).toMatchObject({ code: "width", asked: { name: "Ширина" } });
  expect(named("Width", "W d")).toEqual({ faults: { code: "code" } });
  expect(named("Width", "w")).toEqual({ faults: { code: "twice" } });
  expect(named("")).toEqual({ faults: { name: "missing" } });
});

test("a choice has values, each once, and no more words than values", () => {
  const read = (part: object) => readAttribute({ ...formOf(CLAY, 0), ...part }, []);
  expect(read({ values: " \n" })).toMatchObject({ faults: { values: "missing" } });
  expect(read({ values: "Tin\nTin", words: {} })).toEqual({ faults: { values: "twice" } });
  expect(read({ words: { ko: "점토\n주석\n유리" } })).toEqual({ faults: { "words.ko": "longer" } });
  expect(read({ position: "first" })).toEqual({ faults: { position: "count" } });
});
