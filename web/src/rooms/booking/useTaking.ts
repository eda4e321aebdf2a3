import { useNavigate } from "@tanstack/react-router";
import { renewAhead } from "../../base/api/queries";
import type { BookingShown, ServiceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { orderLink } from "../../base/orderLink";
import { isStaff, useSession } from "../../base/session";
import { toast } from "../../design/Toasts";
import { agree } from "../policies/agree";
import { useAgreed } from "../policies/queries";
import type { Asking } from "./AskedWith";
import type { Desk } from "./desk";
import type { Beside } from "./Goods";
import type { Pay } from "./PayFirst";
import { namedIn, type Search, timeAsked, useHoldTime, useMove } from "./queries";
import type { WhoAsking } from "./WhoAsks";

export interface Taking {
  service: ServiceBody;
  search: Search;
  moved?: BookingShown;
  note: string;
  /** Goods beside it. */
  goods: Beside[];
  /** What is paid first. */
  pay: Pay;
  /** What is asked with it. */
  asking: Asking;
  /** Who asks, where that is asked. */
  whoAsks?: WhoAsking | undefined;
  /** Staff hold it for somebody else. */
  desk?: Desk;
}

interface How {
  /** What it was shown to cost. */
  expectedPrice?: number;
  /** Of a move: what is dearer is paid first. */
  payDifference?: boolean;
  /** What moving was shown to cost. */
  moveFee?: number;
  /** Staff: why it may lie over soft blocks. */
  over?: string;
}

/** Holds a time, or moves the booking to it; then to where one goes on. */
export function useTaking(taking: Taking) {
  const { search, moved, note, goods, pay, asking, whoAsks, desk } = taking;
  const navigate = useNavigate();
  const { t } = useLanguage();
  const session = useSession();
  const policies = useAgreed();
  const toList = async (others = false) => {
    const link = orderLink();
    if (link) {
      await navigate({ to: "/order", hash: link });
      return;
    }
    await renewAhead(others ? ["staff", "bookings"] : ["bookings", "mine"]);
    await navigate({ to: others ? "/staff/bookings" : "/bookings" });
  };
  const holding = useHoldTime((held) => {
    if (desk) return desk.onHeld(held);
    // They stand beside the button for guests; at the till for everybody, once more.
    if (session?.user === null)
      void agree(`/orders/${held.orderId}`, policies).catch(() => undefined);
    if (held.booking.answerBy)
      return session?.user === null
        ? navigate({ to: "/orders/$orderId", params: { orderId: held.orderId } })
        : toList();
    return navigate({ to: "/checkout/$orderId", params: { orderId: held.orderId } });
  });
  /** Staff move somebody else's. */
  const others =
    isStaff(session) && orderLink() === "" && moved?.userId !== `user:${session?.user?.id}`;
  const moving = useMove(({ orderId, payPath }) => {
    if (payPath) return navigate({ to: payPath });
    if (orderId) return navigate({ to: "/checkout/$orderId", params: { orderId } });
    if (moved) toast({ title: t("bookings.moved", { number: moved.number }) });
    // One of a series stands among the others there, and is paid with them.
    if (moved?.series && !others && !orderLink())
      return navigate({
        to: "/series/$seriesId",
        params: { seriesId: moved.series.seriesId },
      });
    return toList(others);
  });
  const named = namedIn(search);
  const { near } = search;
  const move = (id: string, start: string, how: How) =>
    moving.mutate({
      id,
      start,
      near,
      over: how.over,
      payDifference: how.payDifference,
      moveFee: how.moveFee,
      ...(named.length > 0 ? { resources: named } : {}),
    });
  const hold = (start: string, how: How) => {
    const answers = asking.answers();
    const contact = whoAsks?.contact();
    if (!answers || (whoAsks && !contact)) return;
    holding.mutate(
      {
        ...timeAsked(search, start, note, desk?.later ? [] : goods),
        answers,
        over: how.over,
        expectedPrice: how.expectedPrice,
        pay: pay === "all" && !desk?.later ? pay : undefined,
        ...(contact && { contact }),
        ...(desk && { ...desk.whom, later: desk.later }),
      },
      {
        onError: (refusal) => {
          asking.onRefused(refusal);
          whoAsks?.onRefused(refusal);
          desk?.onRefused(refusal);
        },
      },
    );
  };
  const take = (start: string, how: How = {}) =>
    moved ? move(moved.id, start, how) : desk && !desk.whom ? desk.onMissing() : hold(start, how);
  return { sending: moved ? moving : holding, others, take };
}
