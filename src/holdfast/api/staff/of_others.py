"""What staff do with money they do for others: whose work is narrowed, not with what is their own.

A dependency of each such route, by whatever it names: the order, the booking or the return."""

from typing import Final
from uuid import UUID

from fastapi import Depends, Request

from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.booking.bookings import booking_of
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.people.standing import refuse_own
from holdfast.flows.returning.asking import seen

__all__ = ["BOOKING_OF_ANOTHER", "ORDER_OF_ANOTHER", "RETURN_OF_ANOTHER"]


async def _order(request: Request, order_id: UUID) -> None:
    who = principal(request)
    if who is not None and who.is_narrowed:
        refuse_own(who, [(await any_order(shop_parts(request).orders, order_id)).owner])


async def _booking(request: Request, booking_id: UUID) -> None:
    who = principal(request)
    if who is not None and who.is_narrowed:
        found = await booking_of(shop_parts(request).database.pool, booking_id)
        refuse_own(who, [] if found is None else [found.user_id])


async def _return(request: Request, return_id: UUID) -> None:
    who = principal(request)
    if who is not None and who.is_narrowed:
        refuse_own(who, [(await seen(shop_parts(request), return_id)).order.owner])


ORDER_OF_ANOTHER: Final = (Depends(_order),)
BOOKING_OF_ANOTHER: Final = (Depends(_booking),)
RETURN_OF_ANOTHER: Final = (Depends(_return),)
