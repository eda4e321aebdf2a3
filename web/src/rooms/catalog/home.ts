import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { HomeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { liveStock } from "../stock/live";

type Block = HomeBody["blocks"][number];
export type BannerBlock = Extract<Block, { kind: "banner" }>;
export type CollectionBlock = Extract<Block, { kind: "collection" }>;
export type TextBlock = Extract<Block, { kind: "text" }>;

const UNARRANGED: HomeBody = { arranged: false, blocks: [], stock: {} };

/** Its products' numbers go to the live store at once. */
export function seedHome(home: HomeBody): void {
  for (const block of home.blocks) if (block.kind === "collection") liveStock.seed(block.products);
}

/** What stands above the list of all products; undefined: nobody knows yet. Where it cannot be read
 * the page is as without an arrangement. */
export function useHome(wanted: boolean): HomeBody | undefined {
  const { locale } = useLanguage();
  const query = useQuery({
    ...answerQuery<HomeBody>(["home", locale], "/home", { locale }, seedHome),
    refetchInterval: 60_000,
    placeholderData: () => toldFirst(locale),
    enabled: wanted,
  });
  return query.data ?? (query.isError ? UNARRANGED : undefined);
}

/** What the page's first HTML says of it: everything but the products. */
function toldFirst(locale: string): HomeBody | undefined {
  const text = document.getElementById("home")?.textContent;
  if (!text) return undefined;
  const said = JSON.parse(text) as HomeBody & { locale?: string };
  if (said.arranged && said.locale !== locale) return undefined;
  const blocks = said.blocks.map((one) =>
    one.kind === "collection" ? { ...one, products: [] } : one,
  );
  return { ...said, blocks, stock: {} };
}
