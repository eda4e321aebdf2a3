import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { NotFound } from "../../design/NotFound";
import { ProductGrid } from "./ProductGrid";
import { CATEGORY_SORTS, categoryQuery } from "./queries";
import { Trail } from "./Trail";

const route = getRouteApi("/category/$slug");

/** A category: where it stands, what is below it, and the products of all of that. */
export function CategoryPage() {
  const { t, locale } = useLanguage();
  const { slug } = route.useParams();
  const { sort = "popular" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...categoryQuery(slug, sort, locale),
    placeholderData: (before) => before,
  });
  const first = query.data?.pages[0];
  useTitle(first?.category.name);
  useAddress(slug, query.isPlaceholderData ? undefined : first?.category.slug);
  if (query.isError && asProblem(query.error).status === 404) return <NotFound />;
  return (
    <div className="page space-y-5 pt-5 pb-16 sm:pt-7">
      <Trail whole path={first?.path.slice(0, -1) ?? []} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <h1 className="min-h-9 min-w-0 text-24 font-semibold wrap-anywhere hyphens-auto">
          {first?.category.name}
        </h1>
        <Select
          bare
          dense
          label={t("shop.sort")}
          value={sort}
          items={CATEGORY_SORTS}
          nameOf={(each) => t(`shop.sort_${each}`)}
          onChoose={(each) =>
            void navigate({
              search: { sort: each === "popular" ? undefined : each },
              replace: true,
              resetScroll: false,
            })
          }
          className="w-45 shrink-0 sm:w-48"
        />
      </div>
      {first && first.below.length > 0 && (
        <nav aria-label={t("shop.categories")}>
          <ul className="flex flex-wrap gap-2">
            {first.below.map((each) => (
              <li key={each.id}>
                <Link
                  to="/category/$slug"
                  params={{ slug: each.slug }}
                  className="inline-flex min-h-9 items-center rounded-full bg-sunken px-3.5 text-15 hover:text-accent"
                >
                  {each.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <ProductGrid
        query={query}
        blank={
          <Blank
            title={t("category.empty")}
            hint={t("category.emptyHint")}
            action={
              <ButtonLink to="/" search={{}}>
                {t("shop.clear")}
              </ButtonLink>
            }
          />
        }
      />
    </div>
  );
}

/** Who came by an address that the category had before is led to the one it has now. */
function useAddress(slug: string, now: string | undefined) {
  const navigate = route.useNavigate();
  useEffect(() => {
    if (now && now !== slug) void navigate({ params: { slug: now }, search: true, replace: true });
  }, [slug, now, navigate]);
}
