import { newKey, put, remove } from "../../base/api/client";
import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type { SavedViewBody, SavedViews } from "../../base/api/schema";
import type { Raw } from "../../base/search";

/** Staff's lists whose filters can be kept under a name. */
export type ListName =
  | "log"
  | "orders"
  | "people"
  | "products"
  | "reviews"
  | "stock"
  | "stuck"
  | "wallets";

/** A view as it is saved; without an id it is a new one. */
export type ViewForm = Pick<SavedViewBody, "name" | "search" | "shared"> & { id?: string };

export function viewsQuery(list: ListName) {
  const query = answerQuery<SavedViews>(["staff", "views", list], "/staff/views", { list });
  return { ...query, staleTime: 60_000 };
}

/** The filters that are set, by name: an address says the same in any order. */
export function filtersOf(search: Raw): Raw {
  const set = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== null && value !== "" && value !== false,
  );
  return Object.fromEntries(set.sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function sameFilters(one: Raw, other: Raw): boolean {
  return JSON.stringify(filtersOf(one)) === JSON.stringify(filtersOf(other));
}

export async function saveView(list: ListName, view: ViewForm): Promise<void> {
  const { id, name, shared } = view;
  const asked = { list, name, shared, search: filtersOf(view.search) };
  const saved = await put<SavedViews>(`/staff/views/${id ?? newKey()}`, asked);
  queryClient.setQueryData(viewsQuery(list).queryKey, saved);
}

export async function orderViews(list: ListName, ids: string[]): Promise<void> {
  await put("/staff/views", { ids });
  await renew(viewsQuery(list).queryKey);
}

export async function removeView(list: ListName, id: string): Promise<void> {
  await remove(`/staff/views/${id}`);
  await renew(viewsQuery(list).queryKey);
}
