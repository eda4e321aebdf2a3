import { expect, it } from "vitest";
import { countText, LINES, linesOf, netOf } from "./todo";

const NOTHING = {
  unpaid: 0,
  refundsFailed: 0,
  refundsOwed: 0,
  toSend: 0,
  suspects: 0,
  returns: 0,
  disputes: 0,
  silentParcels: 0,
  conflicts: 0,
  restsOverdue: 0,
  messages: 0,
  reported: 0,
  calendarQuestions: 0,
  sellersApplied: 0,
  bookingRequests: 0,
  newReviews: 0,
  newQuestions: 0,
  questions: 0,
  soldOut: 0,
  lowStock: 0,
  stuck: null,
  providersAway: 0,
  toCapture: 0,
  receipts: 0,
  firstSteps: 0,
};

it("shows what there is to do, and nothing that is done or not known", () => {
  expect(linesOf(NOTHING)).toEqual([]);
  const found = linesOf({ ...NOTHING, toSend: 2, refundsFailed: 1, stuck: 3 });
  expect(found.map(({ name }) => name)).toEqual(["refundsFailed", "stuck", "toSend"]);
});

it("has a line for each count of the server", () => {
  expect(LINES.map(({ name }) => name).sort()).toEqual(Object.keys(NOTHING).sort());
});

it("counts to 99", () => {
  expect(countText(99, String)).toBe("99");
  expect(countText(100, String)).toBe("99+");
});

it("says of a day without a sale that nothing of the shop's currency was sold", () => {
  expect(netOf([], "EUR")).toEqual([{ amount: 0, currency: "EUR" }]);
  expect(netOf([], null)).toEqual([]);
  const sold = [{ amount: 500, currency: "RUB" }];
  expect(netOf(sold, "EUR")).toEqual(sold);
});
