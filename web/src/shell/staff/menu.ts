import { useMay } from "../../base/duties";
import { GROUPS, type inMenu, type MenuPage } from "../../staff/desk/inMenu";

const entries = Object.values(
  import.meta.glob<ReturnType<typeof inMenu>>("../../staff/*/menu.ts", {
    eager: true,
    import: "default",
  }),
);

entries.sort((one, other) => Number(other.leads) - Number(one.leads));

/** Staff's pages, in groups: what each room puts there. */
export const MENU = GROUPS.map((group) => ({
  group: `staffMenu.${group}` as const,
  pages: entries.filter((entry) => entry.group === group).flatMap(({ pages }) => pages),
}));

export const PAGES: readonly MenuPage[] = MENU.flatMap(({ pages }) => pages);

/** The same of who is logged in: pages that they may not read are not there. */
export function useMenu(): typeof MENU {
  const may = useMay();
  return MENU.map(({ group, pages }) => ({
    group,
    pages: pages.filter(({ reads }) => may(reads)),
  })).filter(({ pages }) => pages.length > 0);
}

/** The page of the menu that an address belongs to: its own, or that of what it is opened from. */
export function pageAt(pathname: string): MenuPage | undefined {
  const path = pathname.replace(/\/+$/, "");
  const exact = PAGES.find(({ to }) => to === path);
  return exact ?? PAGES.find(({ to }) => to !== "/staff" && path.startsWith(`${to}/`));
}
