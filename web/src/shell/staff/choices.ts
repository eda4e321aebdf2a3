import { useQuery } from "@tanstack/react-query";
import type { NavigateOptions } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { FoundAnswer } from "../../base/api/schema";
import { categoriesQuery } from "../../base/categories";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { sentencesIn } from "../../base/i18n/setup";
import { useSettled } from "../../base/settled";
import { useClock } from "../../rooms/booking/words";
import { sellersQuery } from "../../staff/desk/sellers";
import { useMenu } from "./menu";
import { settingsFound } from "./settingsFound";

export interface Choice {
  key: string;
  label: string;
  detail: string;
  to: NavigateOptions;
  /** Found for earlier words: the server has not said yet what fits what is typed by now. */
  early: boolean;
}

interface ChoiceGroup {
  name:
    | "pages"
    | "settings"
    | "orders"
    | "products"
    | "people"
    | "clients"
    | "bookings"
    | "prepaid"
    | "categories"
    | "sellers";
  choices: Choice[];
}

/** So many of each are shown. */
const SHOWN = 6;

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
  const early = typed !== "" && (typed !== asked || query.isPlaceholderData || query.isLoading);
  const found = useFound(typed && asked ? query.data : undefined, early);
  const words = typed.toLocaleLowerCase(locale);
  const may = useMay();
  const pages = useMenu()
    .flatMap(({ group, pages }) =>
      pages.map(
        ({ to, label }): Choice => ({
          key: to,
          label: t(label),
          detail: t(group),
          to: { to },
          early: false,
        }),
      ),
    )
    .filter(({ label, detail }) => `${label} ${detail}`.toLocaleLowerCase(locale).includes(words));
  const groups: ChoiceGroup[] = [
    { name: "pages" as const, choices: typed ? pages.slice(0, SHOWN) : pages },
    {
      name: "settings" as const,
      choices: useSettingsFound(may("GET /api/staff/settings") ? words : ""),
    },
    ...found,
    ...useKnown(words, typed !== ""),
  ].filter(({ choices }) => choices.length > 0);
  const busy = typed !== "" && (typed !== asked || query.isFetching);
  return { groups, busy, early, failed: typed !== "" && query.isError };
}

/** Sections of the settings page: by what they are called, and by what can be set in them. */
function useSettingsFound(words: string): Choice[] {
  const { t, locale } = useLanguage();
  if (!words) return [];
  return settingsFound(words, locale, sentencesIn(locale))
    .slice(0, SHOWN)
    .map(({ id, title, said }) => ({
      key: `settings-${id}`,
      label: t(title),
      detail: said ?? t("settings.title"),
      to: { to: "/staff/settings", hash: id },
      early: false,
    }));
}

/** Categories and sellers, of which there are few enough to be at hand here. */
function useKnown(words: string, enabled: boolean): ChoiceGroup[] {
  const { locale } = useLanguage();
  const may = useMay();
  const goods = may("GET /api/staff/products");
  const selling = enabled && may("GET /api/staff/sellers");
  const tree =
    useQuery({ ...categoriesQuery(locale), enabled: enabled && goods }).data?.categories ?? [];
  const all =
    useQuery({ ...sellersQuery, staleTime: 60_000, enabled: selling }).data?.sellers ?? [];
  if (!enabled) return [];
  const fits = ({ name }: { name: string }) => name.toLocaleLowerCase(locale).includes(words);
  const categories = tree.filter(fits).map(
    ({ id, name, slug }): Choice => ({
      key: id,
      label: name,
      detail: slug,
      to: { to: "/staff/products", search: { category: id } },
      early: false,
    }),
  );
  const sellers = all.filter(fits).map(
    ({ id, name, slug }): Choice => ({
      key: id,
      label: name,
      detail: slug,
      to: { to: "/staff/sellers/$sellerId", params: { sellerId: id } },
      early: false,
    }),
  );
  return [
    { name: "categories", choices: categories.slice(0, SHOWN) },
    { name: "sellers", choices: sellers.slice(0, SHOWN) },
  ];
}

function useFound(found: FoundAnswer | undefined, early: boolean): ChoiceGroup[] {
  const { t, formats } = useLanguage();
  const clock = useClock();
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
      early,
    }),
  );
  const products = found.products.map(
    (product): Choice => ({
      key: product.id,
      label: product.name,
      detail: product.sku ?? "",
      to: { to: "/staff/products/$id", params: { id: product.id } },
      early,
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
      early,
    }),
  );
  const clients = found.clients.map(
    (client): Choice => ({
      key: client.id,
      label: client.name || client.email || client.phone,
      detail: client.phone || client.email,
      to: { to: "/staff/clients/$clientId", params: { clientId: client.id } },
      early,
    }),
  );
  const bookings = found.bookings.map(
    (booking): Choice => ({
      key: booking.id,
      label: booking.number,
      detail: [booking.serviceName, booking.client, clock.whole(booking.local, booking.zone)]
        .filter(Boolean)
        .join(" · "),
      to: {
        to: "/staff/bookings",
        search: { q: booking.number, from: booking.local.slice(0, 10) },
      },
      early,
    }),
  );
  const prepaid = found.prepaid.map(
    (grant): Choice => ({
      key: grant.id,
      label: grant.name,
      detail: grant.ownerName ?? "",
      to: { to: "/staff/prepaid/$grantId", params: { grantId: grant.id } },
      early,
    }),
  );
  return [
    { name: "orders", choices: orders },
    { name: "products", choices: products },
    { name: "people", choices: people },
    { name: "clients", choices: clients },
    { name: "bookings", choices: bookings },
    { name: "prepaid", choices: prepaid },
  ];
}
