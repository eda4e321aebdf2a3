/** Staff's pages, in groups. A new page is one line here, and one route. */
export const MENU = [
  {
    group: "staffMenu.insights",
    pages: [
      { to: "/staff", label: "staffHome.title" },
      { to: "/staff/statistics", label: "staff.statistics" },
    ],
  },
  {
    group: "staffMenu.orders",
    pages: [
      { to: "/staff/orders", label: "staffOrder.title" },
      { to: "/staff/reservations", label: "staff.reservations" },
    ],
  },
  {
    group: "staffMenu.products",
    pages: [
      { to: "/staff/products", label: "products.title" },
      { to: "/staff/import", label: "imports.title" },
      { to: "/staff/stock", label: "staff.stock" },
      { to: "/staff/low", label: "staff.low" },
      { to: "/staff/log", label: "staff.log" },
    ],
  },
  {
    group: "staffMenu.customers",
    pages: [
      { to: "/staff/people", label: "people.title" },
      { to: "/staff/wallets", label: "staff.wallets" },
    ],
  },
  {
    group: "staffMenu.marketing",
    pages: [{ to: "/staff/campaigns", label: "staff.campaigns" }],
  },
  {
    group: "settings.group",
    pages: [
      { to: "/staff/settings", label: "settings.title" },
      { to: "/staff/start", label: "start.title" },
    ],
  },
  {
    group: "staffMenu.system",
    pages: [
      { to: "/staff/jobs", label: "staffMenu.jobs" },
      { to: "/staff/deliveries", label: "staffMenu.deliveries" },
      { to: "/staff/letters", label: "staffMenu.letters" },
    ],
  },
] as const;

export type StaffPage = (typeof MENU)[number]["pages"][number];

export const PAGES: readonly StaffPage[] = MENU.flatMap(({ pages }) => [...pages]);

/** The page of the menu that an address belongs to: its own, or that of what it is opened from. */
export function pageAt(pathname: string): StaffPage | undefined {
  const path = pathname.replace(/\/+$/, "");
  const exact = PAGES.find(({ to }) => to === path);
  return exact ?? PAGES.find(({ to }) => to !== "/staff" && path.startsWith(`${to}/`));
}
