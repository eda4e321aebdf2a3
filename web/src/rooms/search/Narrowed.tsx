import type { ReactNode } from "react";
import type { SearchBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { Title } from "../../design/Heading";
import { Picture } from "../../design/Picture";
import { Facets, type Narrowing } from "./Facets";

interface HeadProps<Sort extends string> {
  title: ReactNode;
  /** The address of a picture of what the list is of. */
  picture?: string | null;
  /** What was found; none while it is looked for. */
  found: SearchBody | undefined;
  sort: Sort;
  sorts: readonly [Sort, ...Sort[]];
  change: (sort: Sort | undefined) => void;
}

/** What the list is of, how many it has, and in which order; the first order goes without saying. */
export function ListHead<Sort extends string>(props: HeadProps<Sort>) {
  const { title, picture, found, sort, sorts, change } = props;
  const { t } = useLanguage();
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="flex min-w-0 items-center gap-4">
        {picture && <Picture eager url={picture} alt="" className="size-14 shrink-0" />}
        <div className="min-w-0 space-y-1">
          <Title className="min-h-8 hyphens-auto">{title}</Title>
          <p role="status" className="min-h-5 text-13 text-ink-soft">
            {found && t("word.products", { count: found.total })}
          </p>
        </div>
      </div>
      <Select
        bare
        dense
        label={t("shop.sort")}
        value={sort}
        items={sorts}
        nameOf={(each) => t(`search.sort_${each}` as "search.sort_new")}
        onChoose={(each) => change(each === sorts[0] ? undefined : each)}
        className="w-45 shrink-0 sm:w-48"
      />
    </div>
  );
}

interface Props extends Narrowing {
  found: SearchBody | undefined;
  /** What is shown goes in a moment: nothing of it can be reached. */
  leaving?: boolean;
  children: ReactNode;
}

/** A list of products, and beside it by what it can be narrowed. */
export function Narrowed({ found, leaving, children, ...narrowing }: Props) {
  return (
    <div inert={leaving} className="mt-5 gap-8 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <Facets
        facets={found?.facets ?? undefined}
        currency={found?.products[0]?.currency}
        total={found?.total}
        {...narrowing}
      />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
