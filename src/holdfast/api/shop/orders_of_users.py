"""Orders by user, as specification B names them: for who bought, and for staff."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.page_numbers import Limit, PageNumber, PageTooFar, passed_over
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.repeats import EndRepeat
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shop.orders import CANCEL_REFUSED, CancelAnswer, cancel_answer
from holdfast.api.shop.whose import UserInPath, UserNamed, called, owner_for
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.ending.cancel import cancel
from holdfast.kit import iso, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.people import UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])


class OrderListed(Answer):
    """An order in a list; ``total`` in minor units of ``currency``."""

    id: UUID
    number: str
    total: int
    currency: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    created_at: Instant


class OrdersOfUser(Answer):
    """A page of a user's orders, newest first."""

    orders: list[OrderListed]
    page: int | None
    limit: int
    next_cursor: str | None


class CancelOneAsked(Ask):
    """Whose the order is; another's is as unknown as nobody's."""

    user_id: UserNamed = None
    end_repeat: EndRepeat = None


@router.get(
    "/users/{user_id}/orders",
    operation_id="listOrdersOfUser",
    summary="A user's orders, newest first",
    response_model=OrdersOfUser,
    responses=problems(UserUnknown, PageTooFar, BadCursor),
)
async def list_orders_of(
    request: Request,
    user_id: UserInPath,
    page: PageNumber = None,
    limit: Limit = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    owner = await owner_for(request, user_id)
    before = decode_id(cursor)
    passed = passed_over(page, limit, cursor)
    found = await shop_parts(request).orders.of_owner(owner.id, before, limit + 1, passed)
    listed, more = page_by_id(found, limit)
    orders = [
        {
            "id": order.id,
            "number": order.number,
            "total": order.total,
            "currency": order.currency,
            "status": order.status,
            "createdAt": iso(order.created_at),
        }
        for order in listed
    ]
    number = None if cursor else page or 1
    return json_answer({"orders": orders, "page": number, "limit": limit, "nextCursor": more})


@router.post(
    "/orders/{order_id}/cancel",
    operation_id="cancelOneOrder",
    summary="Cancel an order; units and money go back",
    response_model=CancelAnswer,
    responses=problems(*CANCEL_REFUSED, *TELLS_AGAIN),
)
async def cancel_one(
    request: Request,
    order_id: UUID,
    asked: Annotated[CancelOneAsked, Body(default_factory=CancelOneAsked)],
) -> Response:
    """One of one's own that is cancelled already is answered with how it stands, whoever cancelled
    it and under whatever key: nothing is done twice. Staff's `cancel` refuses it
    (`order-cancelled`), since their reason would stand nowhere."""
    parts = shop_parts(request)
    if asked.user_id is not None:
        order = await parts.orders.get(order_id)
        if order is None or not called(order.owner, str(asked.user_id)):
            raise OrderNotFound("You have no such order.")
    by = caller(request, f"cancel/{order_id}")
    return cancel_answer(await cancel(parts, by, order_id=order_id, end_repeat=asked.end_repeat))
