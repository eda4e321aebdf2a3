import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { ButtonLink } from "../../design/Button";
import { Check, Select } from "../../design/Field";
import { chipClasses, ScrollRow } from "../../design/ScrollRow";
import { SORTS } from "./queries";

const route = getRouteApi("/");

/** What to look for; all of it stands in the address, so that it can be kept and sent. */
export function Filters({ categories }: { categories: string[] }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const { q, category, inStock } = search;
  const kept = { q, category, inStock }; // the search has prices, stars and all the rest

  return (
    <div className="flex flex-col gap-4 pt-5 pb-6 sm:pt-7">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2 sm:gap-x-4">
        <Check
          label={t("shop.inStock")}
          checked={search.inStock ?? false}
          onChange={(event) => change({ inStock: event.target.checked || undefined })}
        />
        <ButtonLink size="s" to="/search" search={{ ...kept, reduced: true }}>
          {t("shop.reduced")}
        </ButtonLink>
        <ButtonLink size="s" to="/search" search={kept}>
          {t("shop.allFilters")}
        </ButtonLink>
        <Select
          bare
          dense
          label={t("shop.sort")}
          value={search.sort ?? "new"}
          items={SORTS}
          nameOf={(sort) => t(`shop.sort_${sort}`)}
          onChoose={(sort) => change({ sort: sort === "new" ? undefined : sort })}
          className="ml-auto w-45 shrink-0 sm:w-48"
        />
      </div>
      <nav aria-label={t("shop.categories")} className="h-9">
        <ScrollRow
          current={`${search.category ?? ""} ${categories.length}`}
          className="-mx-4 -my-1 gap-1 px-4 py-1 sm:-mx-1 sm:px-1"
        >
          {[undefined, ...categories].map((category) => (
            <li key={category ?? ""} className="shrink-0">
              <Link
                to="/"
                search={{ ...search, category }}
                replace
                resetScroll={false}
                aria-current={search.category === category ? "true" : undefined}
                className={chipClasses(search.category === category)}
              >
                {category ?? t("list.all")}
              </Link>
            </li>
          ))}
        </ScrollRow>
      </nav>
    </div>
  );
}
