import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import type { FacetsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Check, Field } from "../../design/Field";
import { isFiltered, type Search, toggled } from "./queries";

const route = getRouteApi("/search");
const SHOWN = 8;

interface Props {
  facets: FacetsBody;
  /** Of what prices are given in; none is found, none is asked for. */
  currency: string | undefined;
}

/** By what the results can be narrowed, with how many each choice leaves. All of it stands in the
 * address. */
export function Facets({ facets, currency }: Props) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [open, setOpen] = useState(false);
  const change = (next: Search) =>
    void navigate({
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    });
  const ratings = facets.ratings.filter((one) => one.count > 0 || one.from === search.rating);

  return (
    <section aria-label={t("search.filters")} className="mb-6 min-w-0">
      <div className="flex flex-wrap items-center gap-2 lg:hidden">
        <Button size="s" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("search.filters")}
        </Button>
      </div>
      <div className={`${open ? "" : "hidden"} mt-4 space-y-5 lg:mt-0 lg:block`}>
        {isFiltered(search) && (
          <Button size="s" onClick={() => void navigate({ search: { q: search.q } })}>
            {t("search.clear")}
          </Button>
        )}
        <div>
          <Check
            label={t("search.inStock", { count: facets.inStock })}
            checked={search.inStock ?? false}
            onChange={({ target }) => change({ inStock: target.checked || undefined })}
          />
        </div>
        {(facets.categories.length > 0 || search.category) && (
          <Group title={t("shop.categories")}>
            {search.category && (
              <Check
                label={t("search.allCategories")}
                checked={false}
                onChange={() => change({ category: undefined })}
              />
            )}
            {facets.categories.map((one) => (
              <Choice
                key={one.id}
                label={one.name}
                count={one.count}
                checked={search.category === one.slug}
                onChange={() => change({ category: one.slug })}
              />
            ))}
          </Group>
        )}
        {currency && <Prices key={`${search.min} ${search.max}`} currency={currency} />}
        {facets.attributes.map((one) => (
          <Group key={one.code} title={nameOf(one.code, one.name, t)}>
            {one.values.map((value) => (
              <Choice
                key={value.value}
                label={one.unit ? `${value.name} ${one.unit}` : value.name}
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
                    rating: search.rating === one.from ? undefined : (one.from as Search["rating"]),
                  })
                }
              />
            ))}
          </Group>
        )}
        {facets.sellers.length > 0 && (
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
      </div>
    </section>
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

/** In whole units of the currency: nobody filters by cents. */
function Prices({ currency }: { currency: string }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const unit =
    10 **
    (new Intl.NumberFormat("en", { style: "currency", currency: known(currency) }).resolvedOptions()
      .maximumFractionDigits ?? 2);
  const shown = (minor: number | undefined) => (minor === undefined ? "" : String(minor / unit));
  const [least, setLeast] = useState(shown(search.min));
  const [most, setMost] = useState(shown(search.max));
  const read = (typed: string) => {
    const number = Number(typed.replace(",", "."));
    return typed.trim() && Number.isFinite(number) && number >= 0
      ? Math.round(number * unit)
      : undefined;
  };
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const [min, max] = [read(least), read(most)];
    const swapped = min !== undefined && max !== undefined && min > max;
    void navigate({
      search: (before) => ({ ...before, min: swapped ? max : min, max: swapped ? min : max }),
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <form onSubmit={apply}>
      <fieldset className="min-w-0">
        <legend className="mb-1 text-13 font-medium text-ink-soft">{t("search.price")}</legend>
        <div className="flex items-end gap-2">
          <Field
            bare
            dense
            label={t("search.from")}
            placeholder={t("search.from")}
            inputMode="decimal"
            value={least}
            onChange={({ target }) => setLeast(target.value)}
            className="w-20 min-w-0"
          />
          <Field
            bare
            dense
            label={t("search.to")}
            placeholder={t("search.to")}
            inputMode="decimal"
            value={most}
            onChange={({ target }) => setMost(target.value)}
            className="w-20 min-w-0"
          />
          <Button size="s" type="submit">
            {t("search.apply")}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}

/** Points and other units of a shop's own have no place in `Intl`: they count whole. */
function known(currency: string): string {
  return currency === "PTS" ? "KRW" : currency;
}
