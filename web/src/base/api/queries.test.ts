import { expect, it } from "vitest";
import { queryClient, renew, renewAhead } from "./queries";

it("what is led to is read anew before one is there, though no page shows it yet", async () => {
  let read = 0;
  const list = { queryKey: ["a list"], queryFn: async () => ++read };
  await queryClient.fetchQuery(list);
  await renew(list.queryKey);
  expect(queryClient.getQueryData(list.queryKey)).toBe(1); // a page would begin with that
  await renewAhead(list.queryKey);
  expect(queryClient.getQueryData(list.queryKey)).toBe(2);
});
