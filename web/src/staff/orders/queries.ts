import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { newKey, post, withQuery } from "../../base/api/client";
import { answerQuery, listQuery } from "../../base/api/queries";
import type {
  EditPreviewAsked,
  EditReckoning,
  EditsSeen,
  OpenReservations,
  OrderSumsAnswer,
  StaffOrderAnswer,
  StaffOrdersAnswer,
} from "../../base/api/schema";
import { inMoments, ROWS } from "../desk/search";
import { filterOf, type OrderSearch } from "./search";

export function ordersQuery(search: OrderSearch) {
  const asked = { ...inMoments(search), limit: ROWS };
  const query = listQuery<StaffOrdersAnswer>(["staff", "orders", search], "/staff/orders", asked);
  return { ...query, staleTime: 0 };
}

/** How many they are on all pages, and what they come to. */
export function orderSumsQuery(search: OrderSearch) {
  const filter = filterOf(search);
  const path = withQuery("/staff/orders/sums", inMoments(filter));
  const query = answerQuery<OrderSumsAnswer>(["staff", "order-sums", filter], path);
  return { ...query, staleTime: 0 };
}

export function staffOrderQuery(orderId: string) {
  const path = `/staff/orders/${encodeURIComponent(orderId)}`;
  const query = answerQuery<StaffOrderAnswer>(["staff", "order", orderId], path);
  return {
    ...query,
    staleTime: 0,
    refetchInterval: ({ state }: { state: { data?: StaffOrderAnswer } }) =>
      isAsked(state.data) ? 1_000 : 10_000,
  };
}

/** Whether a carrier is asked for something, which takes it a moment. */
function isAsked(seen?: StaffOrderAnswer): boolean {
  return Boolean(
    seen?.order.parcels?.some(({ label }) => label?.state === "asked" || label?.state === "ending"),
  );
}

export const reservationsQuery = {
  ...listQuery<OpenReservations>(["staff", "reservations"], "/staff/reservations"),
  refetchInterval: 5_000,
};

/** Asked anew with each version of the order: whatever is done with a change is a step of it. */
export function staffEditsQuery(orderId: string, version: number) {
  const path = `/staff/orders/${encodeURIComponent(orderId)}/edits`;
  return {
    ...answerQuery<EditsSeen>(["staff", "edits", orderId, version], path),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }: { state: { data?: EditsSeen } }) =>
      state.data?.edits.some(({ status }) => status === "open") ? 5_000 : false,
  };
}

/** What a change of a paid order would come to. */
export function editReckoningQuery(path: string, asked: EditPreviewAsked, version: number) {
  return queryOptions({
    queryKey: ["staff", "edit", path, asked, version],
    queryFn: () => post<EditReckoning>(`${path}/preview`, asked, newKey()),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
}
