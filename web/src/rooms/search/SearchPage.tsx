import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { SearchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { ProductGrid } from "../catalog/ProductGrid";
import { lastList } from "../catalog/queries";
import { ListHead, Narrowed } from "./Narrowed";
import { isFiltered, remember, type Search, SORTS, searchQuery } from "./queries";

const route = getRouteApi("/search");

/** What was looked for, how it was understood, by what it can be narrowed. */
export function SearchPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...searchQuery(search, locale),
    placeholderData: (before) => before,
  });
  const first = query.data?.pages[0];
  const { q, sort = "relevance" } = search;
  const former = query.isPlaceholderData;
  const title = q ? t("search.titleFor", { words: q }) : t("search.title");
  useTitle(title);
  useEffect(() => {
    if (q) remember(q);
  }, [q]);
  useEffect(() => lastList.write({ path: "/search", search }), [search]);
  const change = useChange(route);
  const clear = () => void navigate({ search: { q } });

  return (
    <div className="page pt-5 pb-16 sm:pt-7">
      <ListHead
        title={title}
        found={former ? undefined : first}
        sort={sort}
        sorts={SORTS}
        change={(next) => change({ sort: next as Search["sort"] })}
      />
      {first && !former && <Understood found={first} />}
      <Narrowed
        found={first}
        leaving={useOthers(q, former)}
        search={search}
        change={change}
        clear={clear}
      >
        <ProductGrid
          query={query}
          blank={
            <Blank
              title={q ? t("search.none", { words: q }) : t("shop.none")}
              hint={isFiltered(search) ? t("search.noneFiltered") : t("shop.noneHint")}
              action={
                isFiltered(search) ? (
                  <Button onClick={clear}>{t("list.clear")}</Button>
                ) : (
                  <ButtonLink to="/" search={{}}>
                    {t("shop.clear")}
                  </ButtonLink>
                )
              }
            />
          }
        />
      </Narrowed>
    </div>
  );
}

/** Whether what is still shown was found for other words. It goes in a moment, and what is tapped
 * would be what comes in its place. (Other filters leave it in reach: who chooses some chooses
 * several.) */
function useOthers(q: string | undefined, former: boolean): boolean {
  const shown = useRef(q);
  useEffect(() => {
    if (!former) shown.current = q;
  }, [q, former]);
  return former && shown.current !== q;
}

/** That something else was looked for than what was typed, or may have been meant. */
function Understood({ found }: { found: SearchBody }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const { didYouMean, repaired, partly } = found;
  if (!didYouMean && !partly) return null;
  return (
    <p className="mt-2 text-15 wrap-anywhere">
      {didYouMean && repaired && t("search.repaired", { words: didYouMean })}
      {didYouMean && !repaired && (
        <>
          {t("search.didYouMean")}{" "}
          <Link
            to="/search"
            search={{ ...search, q: didYouMean }}
            className="font-medium text-accent underline underline-offset-2"
          >
            {didYouMean}
          </Link>
        </>
      )}
      {didYouMean && partly && " "}
      {partly && t("search.partly")}
    </p>
  );
}
