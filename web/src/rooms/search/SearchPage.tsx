import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { SearchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { ProductGrid } from "../catalog/ProductGrid";
import { shopSearch } from "../catalog/queries";
import { Facets } from "./Facets";
import { isFiltered, remember, SORTS, searchQuery } from "./queries";

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
  const { q } = search;
  const former = query.isPlaceholderData;
  const others = useOthers(q, former);
  useTitle(q ? t("search.titleFor", { words: q }) : t("search.title"));
  useEffect(() => {
    if (!q) return;
    remember(q);
    shopSearch.write({ q });
  }, [q]);

  return (
    <div className="page pt-5 pb-16 sm:pt-7">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 space-y-1">
          <h1 className="text-24 font-semibold wrap-anywhere">
            {q ? t("search.titleFor", { words: q }) : t("search.title")}
          </h1>
          <p role="status" className="min-h-5 text-13 text-ink-soft">
            {first && !former && t("search.found", { count: first.total })}
          </p>
        </div>
        <Select
          bare
          dense
          label={t("shop.sort")}
          value={search.sort ?? "relevance"}
          items={SORTS}
          nameOf={(sort) => t(`search.sort_${sort}`)}
          onChoose={(sort) =>
            void navigate({
              search: (before) => ({ ...before, sort: sort === "relevance" ? undefined : sort }),
              replace: true,
              resetScroll: false,
            })
          }
          className="w-45 shrink-0 sm:w-48"
        />
      </div>
      {first && !former && <Understood found={first} />}
      <div inert={others} className="mt-5 gap-8 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        {first?.facets && <Facets facets={first.facets} currency={first.products[0]?.currency} />}
        <div className="min-w-0 lg:col-start-2">
          <ProductGrid
            query={query}
            blank={
              <Blank
                title={q ? t("search.none", { words: q }) : t("shop.none")}
                hint={isFiltered(search) ? t("search.noneFiltered") : t("shop.noneHint")}
                action={
                  isFiltered(search) ? (
                    <Button onClick={() => void navigate({ search: { q } })}>
                      {t("search.clear")}
                    </Button>
                  ) : (
                    <ButtonLink to="/" search={{}}>
                      {t("shop.clear")}
                    </ButtonLink>
                  )
                }
              />
            }
          />
        </div>
      </div>
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
