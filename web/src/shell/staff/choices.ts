import { useQuery } from "@tanstack/react-query";
import type { NavigateOptions } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { FoundAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { MENU } from "./menu";

export interface Choice {
  key: string;
  label: string;
  detail: string;
  to: NavigateOptions;
}

interface ChoiceGroup {
  name: "pages" | "orders" | "products" | "people";
  choices: Choice[];
}

const PAGES_SHOWN = 6;

/** What fits what is typed: pages at once, the rest when the server has said. */
export function useChoices(typed: string) {
  const { t, locale } = useLanguage();
  const asked = useSettled(typed);
  const key = ["staff", "search", asked, locale];
  const query = useQuery({
    ...answerQuery<FoundAnswer>(key, "/staff/search", { q: asked, locale }),
    enabled: asked !== "",
    staleTime: 10_000,
    placeholderData: (before) => before,
  });
  const found = useFound(typed && asked ? query.data : undefined);
  const words = typed.toLocaleLowerCase(locale);
  const pages = MENU.flatMap(({ group, pages }) =>
    pages.map(
      ({ to, label }): Choice => ({
        key: to,
        label: t(label),
        detail: t(group),
        to: { to },
      }),
    ),
  ).filter(({ label, detail }) => `${label} ${detail}`.toLocaleLowerCase(locale).includes(words));
  const groups: ChoiceGroup[] = [
    { name: "pages" as const, choices: typed ? pages.slice(0, PAGES_SHOWN) : pages },
    ...found,
  ].filter(({ choices }) => choices.length > 0);
  const busy = typed !== "" && (typed !== asked || query.isFetching);
  return { groups, busy, failed: typed !== "" && query.isError };
}

function useFound(found: FoundAnswer | undefined): ChoiceGroup[] {
  const { t, formats } = useLanguage();
  if (!found) return [];
  const orders = found.orders.map(
    (order): Choice => ({
      key: order.id,
      label: order.number,
      detail: [
        order.buyer.name ?? order.buyer.email ?? t("people.kind.guest"),
        formats.price(order.total, order.currency),
        t(`order.status.${order.status}`),
      ].join(" · "),
      to: { to: "/staff/orders/$orderId", params: { orderId: order.id } },
    }),
  );
  const products = found.products.map(
    (product): Choice => ({
      key: product.id,
      label: product.name,
      detail: product.sku ?? "",
      to: { to: "/staff/products/$id", params: { id: product.id } },
    }),
  );
  const people = found.people.map(
    (person): Choice => ({
      key: person.owner,
      label: person.name ?? person.email ?? t("people.kind.guest"),
      detail: person.email ?? t(`people.kind.${person.kind}`),
      to: person.userId
        ? { to: "/staff/people/$userId", params: { userId: person.userId } }
        : { to: "/staff/orders", search: { q: person.owner } },
    }),
  );
  return [
    { name: "orders", choices: orders },
    { name: "products", choices: products },
    { name: "people", choices: people },
  ];
}
