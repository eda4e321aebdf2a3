import { QueryObserver } from "@tanstack/react-query";
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

it("what is read for the first time meanwhile is read anew, also for whoever waits for it", async () => {
  const answers: ((order: string) => void)[] = [];
  const order = {
    queryKey: ["an order"],
    queryFn: () => new Promise<string>((answer) => answers.push(answer)),
  };
  const page = new QueryObserver(queryClient, order);
  const leave = page.subscribe(() => undefined);
  const waiting = queryClient.fetchQuery(order);
  const renewed = renew(order.queryKey);
  answers[0]?.("as it was");
  answers[1]?.("as it is");
  await renewed;
  expect(page.getCurrentResult().data).toBe("as it is");
  expect(await waiting).toBe("as it is");
  leave();
});
