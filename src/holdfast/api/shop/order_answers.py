"""An order as an answer. ``?view=gozon``: in the words of specification C, for clients written from
it: its ``status`` is then ``NEW``, ``FINISHED`` or ``CANCELLED``."""

from datetime import date
from typing import Annotated, Any, Final, Literal, TypeAlias
from uuid import UUID

from fastapi import Query, Request, Response

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.order_offers import own_gift
from holdfast.api.contract.orders import (
    NextActionShown,
    OrderInWords,
    OrderShown,
    order_page,
)
from holdfast.api.contract.pickups import own_pickup
from holdfast.api.contract.problems import InvalidRequest
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, shop_now
from holdfast.orders import Order

__all__ = [
    "MadeAnswer", "MadeInWordsAnswer", "OrderAnswer", "OrderInWordsAnswer", "View", "in_words",
    "order_answer", "view_of", "view_parameter",
]  # fmt: skip

_WHAT: Final = "`gozon`: `status` is `NEW`, `FINISHED` or `CANCELLED`, as `phase` is without it"
View: TypeAlias = Annotated[Literal["gozon"] | None, Query(description=_WHAT)]
_PARAMETER: Final = {
    "name": "view",
    "in": "query",
    "required": False,
    "description": _WHAT,
    "schema": {"type": "string", "enum": ["gozon"]},
}


class OrderAnswer(Answer):
    """An order with its items and its timeline."""

    order: OrderShown
    server_time: Instant


class OrderInWordsAnswer(Answer):
    """With `view=gozon`: an order in the words of specification C."""

    order: OrderInWords
    server_time: Instant


_SUMMED: Final = ("status", "total", "nextAction")


class _Summed(Answer):
    """What specification B says of an order that was made."""

    order_id: UUID
    status: str
    total: int
    estimated_delivery: date | None
    next_action: NextActionShown | None


class MadeAnswer(OrderAnswer, _Summed):
    """The order that was made."""


class MadeInWordsAnswer(OrderInWordsAnswer, _Summed):
    """With `view=gozon`: the order that was made, in the words of specification C."""


def view_parameter(*others: dict[str, Any]) -> dict[str, Any]:
    """``openapi_extra=`` of a direct route that has it, beside other parameters."""
    return {"parameters": [_PARAMETER, *others]}


def view_of(request: Request) -> View:
    """The view a direct route was asked for."""
    asked = request.query_params.get("view")
    if asked is None:
        return None
    if asked != "gozon":
        raise InvalidRequest("Use view=gozon, or leave view out.", field="view")
    return "gozon"


def in_words(order: dict[str, Any], view: View) -> dict[str, Any]:
    """An order as it is shown, in the words of the view."""
    return order if view is None else order | {"status": order["phase"]}


async def order_answer(
    shop_parts: ShopParts,
    order: Order,
    status: int = 200,
    *,
    view: View = None,
    timeline: bool = False,
    staff: bool = False,
    summed: bool = False,
    locale: str = "",
    own: bool = False,
) -> Response:
    """One order, as it stands; ``summed``: with what specification B says of one that was made;
    ``own``: with what only its buyer sees."""
    (page,) = await order_page(shop_parts, [order], timeline=timeline, staff=staff, locale=locale)
    if own:
        page |= own_pickup(shop_parts.link_secret, order, page)
        page |= await own_gift(shop_parts, order)
    shown = in_words(page, view)
    body: dict[str, Any] = {"order": shown, "serverTime": iso(shop_now())}
    if summed:
        body |= {"orderId": order.id, **{name: shown[name] for name in _SUMMED}}
        body["estimatedDelivery"] = shown["arrivesBy"]
    return json_answer(body, status)
