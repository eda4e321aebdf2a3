"""A guest's order or booking by the link in a mail about it: shown, and nothing else."""

import hmac
from uuid import UUID

from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit.errors import Problem
from holdfast.orders import Order, OrderBook
from holdfast.people import is_guest

__all__ = ["OrderLinkUnknown", "order_by_link"]


class OrderLinkUnknown(Problem):
    """The link is none of a mail about a guest's order, or the order is in an account since."""

    status = 404
    code = "order-link-unknown"
    title = "The link is not valid"


async def order_by_link(orders: OrderBook, mailing: Mailing | None, link: str) -> Order:
    """The order, while it is a guest's. Raises :class:`OrderLinkUnknown`."""
    told, _, _ = link.partition(".")
    try:
        order_id = UUID(told)
    except ValueError:
        order_id = None
    order = None if mailing is None or order_id is None else await orders.get(order_id)
    if mailing is None or order is None or not is_guest(order.owner):
        raise _unknown()
    ours = mailing.order_link(order.id, order.owner)
    if not hmac.compare_digest(ours.encode(), link.encode(errors="replace")):
        raise _unknown()
    return order


def _unknown() -> OrderLinkUnknown:
    return OrderLinkUnknown("Copy the whole link from the mail, or log in if you have an account.")
