import { onOtherVisitor } from "../../base/session";
import type { AddressValues } from "../addresses/queries";

interface Typed {
  name?: string;
  email?: string;
  phone?: string;
  note?: string;
  address?: AddressValues;
  /** The address that an order was to go to already: the next one goes there without being asked. */
  taken?: AddressValues;
}

let typed: Typed = {};

onOtherVisitor(() => {
  typed = {};
});

/** What was typed at the till, until something is paid: if the hold ends meanwhile, the next one begins
 * with it. Only in memory: nobody who comes to this browser later finds it. */
export function typedAtTill(): Typed {
  return typed;
}

export function keepTyped(next: Typed): void {
  typed = { ...typed, ...next };
}

/** It is paid: what was typed belongs to that order. */
export function forgetTyped(): void {
  typed = {};
}
