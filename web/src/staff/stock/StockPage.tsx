import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { ProductsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Check, Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { SavedViews } from "../desk/SavedViews";
import { LocationFilter } from "./LocationFilter";
import { variantsQuery } from "./queries";
import type { StockSearch } from "./search";
import { VariantList } from "./VariantList";

const route = getRouteApi("/staff/stock");

export function StockPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({
    ...variantsQuery(search, locale),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.variants) ?? [];
  return (
    <div className="space-y-4">
      <Heading dense title={t("staff.stock")} />
      <SavedViews list="stock" />
      <StockFilters />
      <VariantList
        rows={rows}
        located={search.locationId !== undefined}
        query={query}
        empty={rows.length === 0}
        none={<Empty filtered={Object.values(search).some(Boolean)} />}
      />
    </div>
  );
}

function StockFilters() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: StockSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const categories = useQuery({
    ...answerQuery<ProductsBody>(["products", "categories", locale], "/products", {
      limit: 1,
      locale,
    }),
    staleTime: 5 * 60_000,
  }).data?.categories;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <FindBox
        label={t("staff.searchVariants")}
        q={search.q}
        onFind={(q) => change({ q })}
        most={200}
        className="w-full sm:w-72"
      />
      {categories && categories.length > 0 && (
        <Select
          bare
          dense
          label={t("products.category")}
          value={search.category}
          none={t("staff.allCategories")}
          items={categories}
          nameOf={(category) => category}
          onChoose={(category) => change({ category })}
          className="w-48"
        />
      )}
      <LocationFilter
        bare
        value={search.locationId}
        onChoose={(locationId) => change({ locationId })}
      />
      <Check
        label={t("staff.lowOnly")}
        checked={search.low ?? false}
        onChange={(event) => change({ low: event.target.checked || undefined })}
      />
    </div>
  );
}

/** Nothing found, or nothing there yet. */
function Empty({ filtered }: { filtered: boolean }) {
  const { t } = useLanguage();
  if (filtered) return <Blank title={t("staff.noneFound")} />;
  return (
    <Blank
      icon="cart"
      title={t("products.none")}
      action={
        <ButtonLink needs="POST /api/staff/products" kind="primary" to="/staff/products/new">
          {t("products.make")}
        </ButtonLink>
      }
    />
  );
}
