import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { StaffRoute } from "../base/duties";
import { Button, IconButton } from "./Button";
import { Form } from "./Form";
import { Work, WorkPlace } from "./Work";

const GOODS = "PUT /api/staff/products/{product_id}";
const STOCK = "POST /api/staff/variants/{variant_id}/stock";
const idle = { isPending: false, isSuccess: false, isError: false, error: null };

/** As somebody sees it who may ask these routes alone, on the page of a product. */
function seenBy(may: StaffRoute[], children: ReactNode): string {
  const can = (route: StaffRoute) => may.includes(route);
  return renderToStaticMarkup(createElement(WorkPlace, { can, writes: [GOODS], children }));
}

function form(more: { looks?: boolean; adds?: boolean } = {}) {
  const end = createElement(Button, { type: "submit" }, "Save");
  const children = createElement("input", { name: "name" });
  return createElement(Form, { sending: idle, onSubmit: () => undefined, end, children, ...more });
}

it("who changes what is on a page has its fields and its buttons", () => {
  const page = seenBy([GOODS], form());
  expect(page).toContain("Save");
  expect(page).not.toContain("<fieldset");
});

it("who only looks finds fields that are off, and no button that cannot work", () => {
  const page = seenBy([], form());
  expect(page).toContain('<fieldset disabled=""');
  expect(page).toContain('name="name"');
  expect(page).not.toContain("Save");
  expect(seenBy([], createElement(IconButton, { icon: "plus", label: "Add" }))).toBe("");
});

it("what changes nothing is there for everybody", () => {
  expect(seenBy([], createElement(Button, { looks: true }, "Preview"))).toContain("Preview");
  expect(seenBy([], form({ looks: true }))).not.toContain("<fieldset");
});

it("what only adds something is not there at all for whoever only looks", () => {
  expect(seenBy([GOODS], form({ adds: true }))).toContain("name");
  expect(seenBy([], form({ adds: true }))).toBe("");
});

it("other work on the page goes by its own duty", () => {
  const count = createElement(Button, { needs: STOCK }, "Count");
  expect(seenBy([STOCK], count)).toContain("Count");
  expect(seenBy([GOODS], count)).toBe("");
  const children = createElement(Button, {}, "Count");
  const part = createElement(Work, { writes: STOCK, ...{ children } });
  expect(seenBy([STOCK], part)).toContain("Count");
  expect(seenBy([GOODS], part)).toBe("");
});

it("outside of staff's pages nobody is asked for duties", () => {
  expect(renderToStaticMarkup(form())).toContain("Save");
});
