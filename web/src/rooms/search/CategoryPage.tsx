import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import type { CategoryBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { classes } from "../../design/classes";
import { NotFound } from "../../design/NotFound";
import { Picture } from "../../design/Picture";
import { ProductGrid } from "../catalog/ProductGrid";
import { lastList } from "../catalog/queries";
import { Trail } from "../catalog/Trail";
import { ListHead, Narrowed } from "./Narrowed";
import {
  CATEGORY_SORTS,
  type CategorySearch,
  categoryQuery,
  isFiltered,
  searchQuery,
} from "./queries";

const route = getRouteApi("/category/$slug");

/** A category: where it stands, what is below it, and the products of all of that. As it is, it is
 * read in the shop's own order, without an end; narrowed, it is a search. */
export function CategoryPage() {
  const { t, locale } = useLanguage();
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { sort = "popular" } = search;
  const whole = useInfiniteQuery({
    ...categoryQuery(slug, sort, locale),
    placeholderData: (before) => before,
  });
  const first = whole.data?.pages[0];
  const here = whole.isPlaceholderData ? undefined : first?.category.slug;
  const filtered = isFiltered(search);
  const counted = useInfiniteQuery({
    ...searchQuery({ category: here }, locale, 1),
    enabled: here !== undefined,
  });
  const narrowed = useInfiniteQuery({
    ...searchQuery({ ...search, sort, category: here }, locale),
    enabled: here !== undefined && filtered,
    placeholderData: (before) => before,
  });
  const there = filtered && (narrowed.data !== undefined || narrowed.isError);
  const { isPlaceholderData: former } = filtered ? narrowed : whole;
  const found = (there ? narrowed : counted).data?.pages[0];
  useTitle(first?.category.name);
  useAddress(slug, here);
  useEffect(() => lastList.write({ path: `/category/${slug}`, search }), [slug, search]);
  const change = useChange(route);
  if (whole.isError && asProblem(whole.error).status === 404) return <NotFound />;
  const clear = () => void navigate({ search: { sort: search.sort } });

  return (
    <div className="page pt-5 pb-16 sm:pt-7">
      <Trail whole path={first?.path.slice(0, -1) ?? []} />
      <div className="mt-5">
        <ListHead
          title={first?.category.name}
          picture={first?.category.image}
          found={former || filtered !== there ? undefined : found}
          sort={sort}
          sorts={CATEGORY_SORTS}
          change={(next) => change({ sort: next as CategorySearch["sort"] })}
        />
      </div>
      {first && first.below.length > 0 && <Below categories={first.below} />}
      <Narrowed
        within
        found={found}
        leaving={whole.isPlaceholderData && first?.category.slug !== slug}
        search={search}
        change={change}
        clear={clear}
      >
        <ProductGrid
          query={there ? narrowed : whole}
          leaving={filtered && !there}
          blank={
            <Blank
              title={filtered ? t("shop.none") : t("category.empty")}
              hint={filtered ? t("search.noneFiltered") : t("category.emptyHint")}
              action={
                filtered ? (
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

function Below({ categories }: { categories: CategoryBody[] }) {
  const { t } = useLanguage();
  return (
    <nav aria-label={t("shop.categories")} className="mt-5">
      <ul className="flex flex-wrap gap-2">
        {categories.map((each) => (
          <li key={each.id}>
            <Link
              to="/category/$slug"
              params={{ slug: each.slug }}
              className={classes(
                "inline-flex min-h-9 items-center gap-2 rounded-full bg-sunken px-3.5 text-15 hover:text-accent",
                each.image && "pl-1",
              )}
            >
              {each.image && (
                <Picture url={each.image} alt="" className="size-8 shrink-0 !rounded-full" />
              )}
              {each.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Who came by an address that the category had before is led to the one it has now. */
function useAddress(slug: string, now: string | undefined) {
  const navigate = route.useNavigate();
  useEffect(() => {
    if (now && now !== slug) void navigate({ params: { slug: now }, search: true, replace: true });
  }, [slug, now, navigate]);
}
