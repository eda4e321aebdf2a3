import "../design/styles/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { configQuery, queryClient, renew, sessionQuery } from "../base/api/queries";
import { leaveNoFrame } from "../base/embedded";
import { startExperiments } from "../base/experiments";
import { hearOfLocale, preferredLocale, startLocale } from "../base/i18n/setup";
import { startWorker } from "../base/worker";
import { startFeed } from "../live/connection";
import { bestSellersQuery, isHome, productsQuery, readShopSearch } from "../rooms/catalog/queries";
import { hearOfOthers } from "../rooms/people/signIn";
import { router } from "./router";
import { shopWords } from "./words";

/** What the first screen needs is asked for while the language is still loading. */
function askAhead(): void {
  void queryClient.prefetchQuery(sessionQuery);
  if (window.location.pathname === "/") {
    const search = readShopSearch(router.latestLocation.search);
    void queryClient.prefetchInfiniteQuery(productsQuery(search, preferredLocale()));
    if (isHome(search)) void queryClient.prefetchQuery(bestSellersQuery(preferredLocale()));
  }
}

const PATIENCE = 3_000;

/** What kind of shop this is decides whether a strip stands above the page: known before the first
 * paint, it moves nothing. */
async function learnShop(): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([queryClient.prefetchQuery(configQuery), late]);
}

async function start(): Promise<void> {
  askAhead();
  await Promise.all([startLocale(shopWords), learnShop()]);
  startExperiments(queryClient.getQueryData(configQuery.queryKey)?.interface);
  const place = document.getElementById("root");
  if (!place) throw new Error("index.html has no #root");
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
  hearOfOthers();
  hearOfLocale(() => void renew([]));
  requestAnimationFrame(() => {
    void startFeed();
    startWorker();
  });
}

if (!leaveNoFrame()) void start();
