"""Sending goods back: what may be, what would be refunded, asking for it, keeping it after all."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer, unkept
from holdfast.api.contract.papers import PDF, PaperLanguage, pdf_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.return_sums import ReckoningAnswer, reckoning_body
from holdfast.api.contract.returns import (
    AskedBackAnswer,
    OrderReturnsAnswer,
    SendBackAsked,
    SendBackPreview,
    SentBackAnswer,
    line_bodies,
    once,
    return_answer,
    return_body,
    returns_answer,
    wanted_instead,
)
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, reader_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, Asking, OrderLink, whoever_asks
from holdfast.catalog import ProductNotFound, VariantNotFound
from holdfast.flows.checkout.basket import MixedCurrencies
from holdfast.flows.commit.known_orders import order_shown_to
from holdfast.flows.commit.refusals import (
    InsufficientStock,
    NotPaid,
    OrderCancelledAlready,
    OrderNotFound,
)
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.returning.asking import Seen, ask_for, call_off, seen, seen_by
from holdfast.flows.returning.by_seller import together
from holdfast.flows.returning.inspecting import reckoned_for
from holdfast.flows.returning.standing import not_returnable, returns_now
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, shop_now
from holdfast.kit.sentences import in_language
from holdfast.orders import Order
from holdfast.returns import (
    NotArrived,
    NotReturnable,
    Returnable,
    ReturnEnded,
    ReturnLabel,
    ReturnLine,
    ReturnNotApproved,
    ReturnNotFound,
    ReturnReceivedAlready,
    ReturnWindowOver,
    TooManyReturns,
    UnitsNotReturnable,
    must_be_returnable,
    return_label,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])

_MAY_BE = (
    OrderNotFound, NotPaid, OrderCancelledAlready, NotArrived, NotReturnable, ReturnWindowOver,
    UnitsNotReturnable,
)  # fmt: skip

_EXCHANGE = (ProductNotFound, VariantNotFound, MixedCurrencies)


@router.get(
    "/orders/{order_id}/returns",
    operation_id="listReturns",
    response_model=OrderReturnsAnswer,
    responses=problems(OrderNotFound, *LINK_REFUSED),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_returns(request: Request, order_id: UUID, order_link: OrderLink = "") -> Response:
    """An order's returns, and what of it may be sent back now."""
    here = shop_parts(request)
    asking = await whoever_asks(request, order_link)
    order, by_staff = await _own_order(here, asking, order_id)
    now = await returns_now(here, order)
    refusal = not_returnable(order)
    lines = [] if refusal else now.returnable(by_staff=by_staff)
    asked = [Seen(one, order, now.goods.items) for one in now.returns]
    told = {
        "returns": [await return_body(here.shelf, one, reader_of(request)) for one in asked],
        "lines": line_bodies(lines, _words(lines, locale_of(request))),
        "refusal": None if refusal is None else refusal.code,
        "wayBack": now.rules.way_back,
        "address": now.rules.address,
        "serverTime": iso(shop_now()),
    }
    return unkept(json_answer(told))


@router.post(
    "/orders/{order_id}/returns/preview",
    operation_id="previewReturn",
    responses=problems(*_MAY_BE, *_EXCHANGE, *LINK_REFUSED),
)
async def preview_return(
    request: Request, order_id: UUID, asked: SendBackPreview, order_link: OrderLink = ""
) -> ReckoningAnswer:
    """What would be refunded for these units, if all of them come back as they were sent."""
    once(asked.lines)
    here = shop_parts(request)
    asking = await whoever_asks(request, order_link)
    order, by_staff = await _own_order(here, asking, order_id)
    if (refusal := not_returnable(order)) is not None:
        raise refusal
    now = await returns_now(here, order)
    wanted = {one.line: one.quantity for one in asked.lines}
    must_be_returnable(wanted, now.returnable(by_staff=by_staff))
    parts = await together(here, now, wanted, wanted_instead(asked.lines))
    made = [one.instead.made(order.id)[0] for one in parts if one.instead is not None]
    return reckoning_body(await reckoned_for(here, now, wanted, *made), wanted, order.currency)


@router.post(
    "/orders/{order_id}/returns",
    operation_id="requestReturn",
    status_code=201,
    response_model=AskedBackAnswer,
    responses=problems(
        *_MAY_BE,
        *_EXCHANGE,
        *LINK_REFUSED,
        InsufficientStock,
        StockIsCodes,
        GoodsAreFiles,
        TooManyReturns,
        *TELLS_AGAIN,
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_return(
    request: Request, order_id: UUID, asked: SendBackAsked, order_link: OrderLink = ""
) -> Response:
    """Ask to send units back: one return for each seller whose they are, or the shop. Where the
    shop's rules approve all of one, it is approved at once. What is wanted in place of them is held
    from now on."""
    once(asked.lines)
    asking = await whoever_asks(request, order_link)
    asking.must_be(order_id)
    by = asking.caller(request, f"return/{order_id}")
    lines = {one.line: ReturnLine(one.quantity, one.reason) for one in asked.lines}
    exchange = wanted_instead(asked.lines)
    here = shop_parts(request)
    made = await ask_for(here, by, order_id, lines, asked.note.strip(), exchange)
    return await returns_answer(
        here.shelf, [await seen(here, one) for one in made], reader_of(request)
    )


@router.post(
    "/returns/{return_id}/cancel",
    operation_id="cancelReturn",
    response_model=SentBackAnswer,
    responses=problems(
        ReturnNotFound, ReturnEnded, ReturnReceivedAlready, *LINK_REFUSED, *TELLS_AGAIN
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def cancel_return(request: Request, return_id: UUID, order_link: OrderLink = "") -> Response:
    """Keep it after all, as long as it has not come back."""
    here = shop_parts(request)
    asking = await whoever_asks(request, order_link)
    by = asking.caller(request, f"return-cancel/{return_id}")
    await seen_by(here, by.principal, return_id, asking.only)
    await call_off(here, by, return_id)
    return await return_answer(here.shelf, await seen(here, return_id), reader_of(request))


@router.get(
    "/returns/{return_id}/label",
    operation_id="getReturnLabel",
    response_class=Response,
    responses={**PDF, **problems(ReturnNotFound, ReturnNotApproved, ReturnEnded, *LINK_REFUSED)},
)
async def get_label(
    request: Request, return_id: UUID, language: PaperLanguage = "en", order_link: OrderLink = ""
) -> Response:
    """A page to put on the parcel that is sent back: a PDF with the shop's address."""
    here = shop_parts(request)
    asking = await whoever_asks(request, order_link)
    one = await seen_by(here, asking.principal, return_id, asking.only)
    if one.found.is_requested:
        raise ReturnNotApproved("It is not approved yet.")
    if not one.found.is_open:
        raise ReturnEnded("It was refused, cancelled or looked at before.")
    shop = await here.shop.now()
    label = ReturnLabel(
        language=language,
        shop=shop.name,
        order=one.order.number,
        number=one.found.number,
        to=shop.returns.address,
        inside=[
            (each.quantity, one.items[line].product_name) for line, each in one.found.lines.items()
        ],
    )
    return pdf_answer(await asyncio.to_thread(return_label, label), label.code)


async def _own_order(here: ShopParts, asking: Asking, order_id: UUID) -> tuple[Order, bool]:
    """The order, and whether staff ask about another's. Raises :class:`OrderNotFound`."""
    asking.must_be(order_id)
    order = await order_shown_to(here.orders, asking.principal, order_id)
    assert asking.principal is not None, "else it is not shown"
    return order, order.owner != asking.principal.id


def _words(lines: Sequence[Returnable], language: str) -> list[str | None]:
    refusals = (one.refusal for one in lines)
    return [None if one is None else in_language(one.detail, language) for one in refusals]
