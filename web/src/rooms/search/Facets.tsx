import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import type { FacetsBody } from "../../base/api/schema";
import { categoriesQuery } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check } from "../../design/Field";
import { Skeleton } from "../../design/Skeleton";
import { PriceRange } from "./PriceRange";
import { type Filters, isFiltered, toggled } from "./queries";

const SHOWN = 8;

export interface Narrowing {
  /** What is chosen by now. */
  search: Filters;
  change: (next: Filters) => void;
  clear: () => void;
  /** In a category, which shows by itself what is below it. */
  within?: boolean;
  /** On a seller's page, where there is only one. */
  ofSeller?: boolean;
}

interface Props extends Narrowing {
  /** Until they are there, their place is kept. */
  facets: FacetsBody | undefined;
  /** Of what prices are given in; none is found, none is asked for. */
  currency: string | undefined;
  /** How many products there are now. */
  total?: number;
}

/** By what products can be narrowed, with how many each choice leaves. All of it stands in the
 * address. */
export function Facets({ facets, currency, total, ...narrowing }: Props) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLElement>(null);
  // What is found stands below all that can be chosen.
  const toFound = () => {
    setOpen(false);
    place.current?.scrollIntoView();
    place.current?.querySelector("button")?.focus({ preventScroll: true });
  };
  const { search, clear } = narrowing;
  const clearing = isFiltered(search) && (
    <Button size="s" onClick={clear}>
      {t("list.clear")}
    </Button>
  );
  return (
    <section ref={place} aria-label={t("search.filters")} className="mb-6 min-w-0 scroll-mt-20">
      <div className="flex flex-wrap items-center gap-2 lg:hidden">
        <Button size="s" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("search.filters")}
        </Button>
        {clearing}
      </div>
      <div className={`${open ? "" : "hidden"} mt-4 space-y-5 lg:mt-0 lg:block`}>
        {clearing && <div className="hidden lg:block">{clearing}</div>}
        {facets ? <Choices facets={facets} currency={currency} {...narrowing} /> : <Place />}
        {total !== undefined && (
          <div className="sticky bottom-0 z-10 -mx-4 border-t border-line bg-paper px-4 py-3 sm:-mx-6 sm:px-6 lg:hidden">
            <Button kind="primary" className="w-full" onClick={toFound}>
              {t("search.show", { count: total })}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

function Place() {
  return (
    <div className="space-y-4">
      {["a", "b", "c", "d", "e", "f"].map((one) => (
        <Skeleton key={one} className="h-5 w-3/4" />
      ))}
    </div>
  );
}

function Choices({
  facets,
  currency,
  search,
  change,
  within,
  ofSeller,
}: Props & { facets: FacetsBody }) {
  const { t, locale, formats } = useLanguage();
  const tree = useQuery({ ...categoriesQuery(locale), enabled: Boolean(search.category) });
  const isChosen = ({ id, slug }: { id: string; slug: string }) =>
    search.category === slug || search.category === id;
  const chosen = tree.data?.categories.find(isChosen) ?? facets.categories.find(isChosen);
  // Those of the search before still have the one that was just chosen.
  const others = facets.categories.filter((one) => !isChosen(one));
  const ratings = facets.ratings.filter((one) => one.count > 0 || one.from === search.rating);

  return (
    <>
      <div className="flex flex-col">
        <Check
          label={t("search.inStock", { count: facets.inStock })}
          checked={search.inStock ?? false}
          onChange={({ target }) => change({ inStock: target.checked || undefined })}
        />
        {(facets.reduced > 0 || search.reduced) && (
          <Check
            label={t("search.reduced", { count: facets.reduced })}
            checked={search.reduced ?? false}
            onChange={({ target }) => change({ reduced: target.checked || undefined })}
          />
        )}
      </div>
      {!within && (others.length > 0 || search.category) && (
        <Group title={t("shop.categories")}>
          {search.category && (
            <Check
              label={chosen?.name ?? search.category}
              checked
              onChange={() => change({ category: undefined })}
            />
          )}
          {others.map((one) => (
            <Choice
              key={one.id}
              label={one.name}
              count={one.count}
              checked={false}
              onChange={() => change({ category: one.slug })}
            />
          ))}
        </Group>
      )}
      {currency && (
        <PriceRange
          key={`${search.min} ${search.max}`}
          currency={currency}
          min={search.min}
          max={search.max}
          change={change}
        />
      )}
      {facets.attributes.map((one) => (
        <Group key={one.code} title={nameOf(one.code, one.name, t)}>
          {one.values.map((value) => (
            <Choice
              key={value.value}
              label={one.unit ? formats.measure(value.name, one.unit) : value.name}
              count={value.count}
              checked={value.chosen}
              onChange={() => change({ of: toggled(search.of, `${one.code}:${value.value}`) })}
            />
          ))}
        </Group>
      ))}
      {ratings.length > 0 && (
        <Group title={t("search.rating")}>
          {ratings.map((one) => (
            <Choice
              key={one.from}
              label={t("search.stars", { count: one.from })}
              count={one.count}
              checked={search.rating === one.from}
              onChange={() =>
                change({
                  rating: search.rating === one.from ? undefined : (one.from as Filters["rating"]),
                })
              }
            />
          ))}
        </Group>
      )}
      {!ofSeller && facets.sellers.length > 0 && (
        <Group title={t("search.sellers")}>
          {facets.sellers.map((one) => (
            <Choice
              key={one.id}
              label={one.name}
              count={one.count}
              checked={search.seller === one.id}
              onChange={() => change({ seller: search.seller === one.id ? undefined : one.id })}
            />
          ))}
        </Group>
      )}
    </>
  );
}

type Translate = ReturnType<typeof useLanguage>["t"];

function nameOf(code: string, name: string, t: Translate): string {
  if (code === "color") return t("search.color");
  if (code === "memory") return t("search.memory");
  if (code === "size") return t("search.size");
  return name;
}

function Group({ title, children }: { title: string; children: ReactNode[] | ReactNode }) {
  const { t } = useLanguage();
  const [all, setAll] = useState(false);
  const list = [children].flat(2).filter(Boolean);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-13 font-medium text-ink-soft">{title}</legend>
      <div className="flex flex-col">{all ? list : list.slice(0, SHOWN)}</div>
      {list.length > SHOWN && (
        <button
          type="button"
          aria-expanded={all}
          className="min-h-9 text-13 text-accent underline underline-offset-2"
          onClick={() => setAll(!all)}
        >
          {all ? t("search.fewer") : t("search.more", { count: list.length - SHOWN })}
        </button>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  count: number;
  checked: boolean;
  onChange: () => void;
}

function Choice({ label, count, checked, onChange }: ChoiceProps) {
  const { t } = useLanguage();
  return (
    <Check label={t("search.choice", { label, count })} checked={checked} onChange={onChange} />
  );
}
