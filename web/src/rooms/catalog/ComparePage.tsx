import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useShopName } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Check } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { useWatch } from "../../live/channel";
import { amongQuery } from "../stock/among";
import { liveStock } from "../stock/live";
import { CompareTable } from "./CompareTable";
import { choose, chosen, idsOf, MOST, rowsOf } from "./compare";
import { useFact } from "./facts";
import { lastList } from "./queries";

const route = getRouteApi("/compare");

/** Products side by side; which ones stands in the address, so that it can be kept and sent. */
export function ComparePage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const kept = chosen.use();
  const ids = search.ids ? idsOf(search.ids) : kept;
  const query = useQuery({
    ...amongQuery(ids, locale),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  useWatch(liveStock, ids);
  const go = (next: typeof search) => void navigate({ search: next, replace: true });
  const place = useRef<HTMLDivElement>(null);
  const remove = (id: string) => {
    choose(id, false);
    go({ ...search, ids: ids.filter((each) => each !== id).join(",") || undefined });
    place.current?.focus(); // what was pressed goes with its column
  };
  return (
    <div ref={place} tabIndex={-1} className="page pb-16 outline-none">
      <Heading title={t("compare.title")} text={t("compare.text", { count: MOST })} />
      {ids.length === 0 ? (
        <Nothing />
      ) : (
        <Loaded query={query} loading={<Skeleton className="h-120 w-full rounded-l" />}>
          {(products) => {
            const shown = products.filter(({ id }) => ids.includes(id));
            return (
              <>
                {shown.length > 0 ? (
                  <Compared
                    products={shown}
                    differences={search.differences ?? false}
                    onDifferences={(on) => go({ ids: ids.join(","), differences: on || undefined })}
                    onRemove={remove}
                  />
                ) : (
                  <Nothing />
                )}
                {shown.length < ids.length && !query.isPlaceholderData && (
                  <p className="pt-4 text-13 text-ink-soft">
                    {t("compare.gone", { count: ids.length - shown.length })}
                  </p>
                )}
              </>
            );
          }}
        </Loaded>
      )}
    </div>
  );
}

interface ComparedProps {
  products: Parameters<typeof CompareTable>[0]["products"];
  differences: boolean;
  onDifferences: (on: boolean) => void;
  onRemove: (id: string) => void;
}

function Compared({ products, differences, onDifferences, onRemove }: ComparedProps) {
  const { t } = useLanguage();
  const shop = useShopName();
  const rows = rowsOf(products, {
    vendor: t("product.vendor"),
    seller: t("product.soldBy"),
    shop,
    fact: useFact(),
  });
  const several = products.length > 1;
  const shown = differences && several ? rows.filter(({ differs }) => differs) : rows;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        {several ? (
          <Check
            label={t("compare.differences")}
            checked={differences}
            onChange={(event) => onDifferences(event.target.checked)}
          />
        ) : (
          <p className="text-ink-soft">{t("compare.another")}</p>
        )}
        {products.length < MOST && <ToList />}
      </div>
      <CompareTable products={products} rows={shown} onRemove={onRemove} />
      {shown.length === 0 && several && (
        <p className="text-ink-soft">{t(rows.length === 0 ? "compare.noFacts" : "compare.same")}</p>
      )}
    </div>
  );
}

/** To the list that one came from. */
function ToList() {
  const { t } = useLanguage();
  const { path, search } = lastList.read();
  return (
    <ButtonLink size="s" icon="plus" to={path as "/"} search={search}>
      {t("compare.more")}
    </ButtonLink>
  );
}

function Nothing() {
  const { t } = useLanguage();
  return (
    <Blank
      icon="compare"
      title={t("compare.none")}
      hint={t("compare.noneHint")}
      action={<ToList />}
    />
  );
}
