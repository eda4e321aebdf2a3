"""Staff: every order, found and seen with staff's eyes; notes on them."""

from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.csv_answers import CSV, CSV_FORM, csv_answer
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.order_money import put_money_back
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import written
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_pages import StaffOrderAnswer, staff_order
from holdfast.api.staff.order_rows import StaffOrderRow
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import (
    OrderNotFound,
)
from holdfast.flows.staff.order_notes import MAX_NOTE, TooManyNotes, add_note
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.kit.sentences import say
from holdfast.orders import MAX_TAG, Status
from holdfast.views.order_list import (
    MOST_SUMMED,
    GoodsState,
    OrderFilter,
    OrderQuery,
    OrderSort,
    PaidState,
    order_list,
    order_sums,
    orders_csv,
)
from holdfast.views.order_search import MAX_TEXT

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])

_AT_ONCE: Final = 1000  # orders of a CSV that are in memory together
_Q: Final = (
    "What is looked for: an order's number, a buyer's name, address of mail or phone number, a "
    "typed id, an SKU (numbers, SKUs and words by their beginning, phones by their end), or the id "
    "of an order, reservation, payment or user"
)


class StaffOrdersAnswer(Answer):
    """A page of orders."""

    orders: list[StaffOrderRow]
    next_cursor: str | None


class OrderSumShown(Answer):
    currency: str
    orders: int
    total: int = Field(description="Minor units")


class OrderSumsAnswer(Answer):
    """Of all pages. Where there are `more` than `count`, nobody has added them up."""

    count: int
    more: bool
    sums: list[OrderSumShown] = Field(description="By currency, that of most orders first")


def _wanted(
    q: Annotated[str | None, Query(max_length=MAX_TEXT, description=_Q)] = None,
    status: Status | None = None,
    payment: Annotated[PaidState | None, Query(description="How far the money is")] = None,
    provider: Annotated[
        str | None, Query(max_length=64, description="What it was paid through")
    ] = None,
    fulfilment: Annotated[
        GoodsState | None,
        Query(description="How far its goods have come; `to-send`: something has not left"),
    ] = None,
    seller: Annotated[UUID | None, Query(description="With goods of this seller")] = None,
    held: Annotated[bool, Query(description="Held against fraud")] = False,
    silent: Annotated[
        bool, Query(description="With a parcel of which its carrier says nothing")
    ] = False,
    tag: Annotated[str | None, Query(max_length=MAX_TAG, description="With this tag")] = None,
    since: Annotated[datetime | None, WRITTEN, Query(alias="from")] = None,
    until: Annotated[datetime | None, WRITTEN, Query(alias="to")] = None,
) -> OrderFilter:
    return OrderFilter(
        q=(q or "").strip() or None,
        status=status,
        paid=payment,
        provider=provider or None,
        fulfilment=fulfilment,
        seller=seller,
        held=held,
        silent=silent,
        tag=(tag or "").strip() or None,
        since=in_utc(since, "from"),
        until=in_utc(until, "to"),
    )


_Wanted: TypeAlias = Annotated[OrderFilter, Depends(_wanted)]


@router.get(
    "",
    response_model=StaffOrdersAnswer,
    responses={**CSV, **problems(BadCursor)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_all_orders(
    request: Request,
    wanted: _Wanted,
    sort: Annotated[
        OrderSort, Query(description="By when they were placed, by their total, or by what changed")
    ] = "newest",
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("orders"))
    ] = "json",
) -> StaffOrdersAnswer | Response:
    """Everybody's orders, newest first, or sorted otherwise."""
    here = shop_parts(request)
    query = OrderQuery(
        **asdict(wanted),
        locale=locale_of(request),
        sort=sort,
        cursor=cursor or None,
        limit=_AT_ONCE if form == "csv" else limit,
    )
    if form == "csv":
        return csv_answer("orders.csv", orders_csv(here.database, query))
    found, next_cursor = await order_list(here.database, query)
    await put_money_back(here, found)
    return StaffOrdersAnswer.model_validate({"orders": found, "next_cursor": next_cursor})


@router.get("/sums", operation_id="sumOrders")
async def get_sums(request: Request, wanted: _Wanted) -> OrderSumsAnswer:
    """How many orders there are of those looked for, and what they come to."""
    async with shop_parts(request).database.read() as connection:
        sums, more = await order_sums(connection, wanted)
    shown = [
        OrderSumShown(currency=one.currency, orders=one.orders, total=one.total) for one in sums
    ]
    count = MOST_SUMMED if more else sum(one.orders for one in sums)
    return OrderSumsAnswer(count=count, more=more, sums=[] if more else shown)


@router.get(
    "/{order_id}",
    responses=problems(OrderNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_any_order(request: Request, order_id: UUID) -> StaffOrderAnswer:
    """An order with its buyer, payments, what may be done now and why not, and what staff did."""
    return await _answer(request, order_id)


class NoteAsked(Ask):
    """What staff want to remember about an order. The buyer does not see it."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_NOTE), written(say("Write something."))]


@router.post(
    "/{order_id}/notes",
    operation_id="addOrderNote",
    responses=problems(OrderNotFound, TooManyNotes, *COMMITS),
)
async def post_note(
    request: Request,
    order_id: UUID,
    asked: NoteAsked,
) -> StaffOrderAnswer:
    """Leave a note on an order; it stays for good. The answer is the order after it."""
    by = caller(request, f"note/{order_id}")
    await add_note(shop_parts(request), by, order_id, asked.text)
    return await _answer(request, order_id)


async def _answer(request: Request, order_id: UUID) -> StaffOrderAnswer:
    here = shop_parts(request)
    order = await any_order(here.orders, order_id)
    return StaffOrderAnswer.model_validate(await staff_order(here, order, locale_of(request)))
