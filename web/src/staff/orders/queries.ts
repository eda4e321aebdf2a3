import { answerQuery, listQuery } from "../../base/api/queries";
import type { OpenReservationPage, StaffOrder, StaffOrders } from "../../base/api/types";
import { inMoments, ROWS } from "../desk/search";
import type { OrderSearch } from "./search";

export function ordersQuery(search: OrderSearch) {
  const asked = { ...inMoments(search), limit: ROWS };
  const query = listQuery<StaffOrders>(["staff", "orders", search], "/staff/orders", asked);
  return { ...query, staleTime: 0 };
}

export function staffOrderQuery(orderId: string) {
  const path = `/staff/orders/${encodeURIComponent(orderId)}`;
  const query = answerQuery<StaffOrder>(["staff", "order", orderId], path);
  return { ...query, staleTime: 0, refetchInterval: 10_000 };
}

export const reservationsQuery = {
  ...listQuery<OpenReservationPage>(["staff", "reservations"], "/staff/reservations"),
  refetchInterval: 5_000,
};
