"""Orders: reserve, create (after payment), cancel, read. The endpoints of specification A."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, cast
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import ValidatorFunctionWrapHandler, WrapValidator

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.carts import (
    ORDER_REFUSED,
    PRICE_REFUSED,
    CartAsked,
    FromCart,
    Locale,
)
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.orders import OrderInWords, OrderShown, order_page
from holdfast.api.contract.preorders import TakesPreorder
from holdfast.api.contract.prices import Expected, PriceAsked
from holdfast.api.contract.problems import TELLS_AGAIN, InvalidRequest, problems
from holdfast.api.contract.repeats import EndRepeat, RepeatEvery
from holdfast.api.shell.dependencies import caller
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, LOCALE_PARAMETER, order_locale, reader_of
from holdfast.api.shop.order_answers import (
    OrderAnswer,
    OrderInWordsAnswer,
    View,
    in_words,
    order_answer,
    view_of,
    view_parameter,
)
from holdfast.api.shop.whose import UserNamed, of_oneself
from holdfast.edits import EditKept, EditOpen
from holdfast.flows.checkout.place import place
from holdfast.flows.commit.known_orders import order_shown_to
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    BalanceTooLarge,
    CancelByBooking,
    CancelByPackage,
    GuestUnits,
    InsufficientStock,
    NetworkUnits,
    NoRefunds,
    OrderCancelledAlready,
    OrderChangedMeanwhile,
    OrderCompletedAlready,
    OrderNotFound,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ReservationExpired,
)
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.ending.refusing import CancelByPictures
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.repeats.beginning import to_be_repeated
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.kit import MAX_PAGE, iso, page_by_id, shop_now
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.orders import OwnSearch, Reason, Status
from holdfast.people import UserUnknown
from holdfast.repeats import RepeatNeedsAccount, RepeatOff, TooManyRepeats

__all__ = ["CANCEL_REFUSED", "CancelAnswer", "cancel_answer", "router"]

router = APIRouter(prefix="/api/orders", tags=["orders"], route_class=DirectRoute)

_Q: Final = (
    "Words of an order's number, of the names and options of its goods, or of what it is for"
)
_NOBODYS: Final = UUID(int=0)
CANCEL_REFUSED: Final = (
    EditOpen,
    EditKept,
    OrderNotFound, OrderCompletedAlready, NoRefunds, PaymentDisputed, BalanceTooLarge,
    CancelByBooking, CancelByPackage, CancelByPictures,
)  # fmt: skip


class ReserveAsked(CartAsked, PriceAsked):
    """A cart, or one line by itself, to be held whole or not at all."""

    expected_total: Expected = None
    locale: Locale | None = None
    from_cart: FromCart = False
    user_id: UserNamed = None
    preorder: TakesPreorder = False
    repeat_every: RepeatEvery = None


class ReserveAnswer(Answer):
    """The reservation; it ends at ``expiresAt`` by the server's clock."""

    success: Literal[True]
    reservation_id: UUID
    order_id: UUID
    number: str
    expires_at: Instant
    server_time: Instant


def _or_nobodys(value: Any, read: ValidatorFunctionWrapHandler) -> UUID:
    """A payment's id that is badly forged is unknown, as one that is forged well."""
    try:
        return cast("UUID", read(value))
    except ValueError:
        if isinstance(value, str):
            return _NOBODYS
        raise


class CreateAsked(Ask):
    """Which payment paid which reservation."""

    reservation_id: UUID
    payment_id: Annotated[UUID, WrapValidator(_or_nobodys)]


class CreateAnswer(Answer):
    """``success`` is whether the order is paid; ``pending`` while the provider has not decided."""

    success: bool
    order_id: UUID
    status: Literal["paid", "pending"]


class CancelAsked(Ask):
    """The order, named by itself or by its reservation."""

    order_id: UUID | None = None
    reservation_id: UUID | None = None
    end_repeat: EndRepeat = None


class CancelAnswer(Answer):
    """The order as it stands now."""

    success: Literal[True]
    order_id: UUID
    status: Literal["cancelled"]
    reason: Reason | None
    refund: Literal["none", "begun", "done", "failed"]


def cancel_answer(cancelled: Cancelled) -> Response:
    return json_answer(
        {
            "success": True,
            "orderId": cancelled.order_id,
            "status": "cancelled",
            "reason": cancelled.reason,
            "refund": cancelled.refund,
        }
    )


class OrdersAnswer(Answer):
    """A page of one's own orders, newest first."""

    orders: list[OrderShown]
    next_cursor: str | None
    server_time: Instant


class OrdersInWordsAnswer(Answer):
    """With `view=gozon`: a page of orders in the words of specification C."""

    orders: list[OrderInWords]
    next_cursor: str | None
    server_time: Instant


@router.post(
    "/reserve",
    operation_id="reserveOrder",
    summary="Hold a cart for the time it takes to pay",
    response_model=ReserveAnswer,
    responses=problems(
        InsufficientStock,
        *ORDER_REFUSED,
        *PRICE_REFUSED,
        GuestUnits,
        NetworkUnits,
        UserUnknown,
        RepeatOff,
        RepeatNeedsAccount,
        TooManyRepeats,
        *TELLS_AGAIN,
    ),
)
async def reserve_order(request: Request, asked: ReserveAsked) -> Response:
    of_oneself(request, asked.user_id)
    parts, by, lines = shop_parts_of(request), caller(request, "reserve"), asked.lines()
    choice = replace(asked.choice(asked.expected_total), preorder=asked.preorder)
    placed = await place(
        parts,
        by,
        lines,
        choice=await to_be_repeated(parts, by, lines, choice, asked.repeat_every),
        locale=order_locale(request, asked.locale),
        from_cart=asked.from_cart,
    )
    return json_answer(
        {
            "success": True,
            "reservationId": placed.reservation_id,
            "orderId": placed.order_id,
            "number": placed.number,
            "expiresAt": iso(placed.ends_at),
            "serverTime": iso(shop_now()),
        }
    )


@router.post(
    "/create",
    operation_id="createOrder",
    summary="Make a paid reservation an order",
    response_model=CreateAnswer,
    responses={
        202: {"model": CreateAnswer, "description": "The payment is not decided yet"},
        **problems(
            PaymentNotFound,
            PaymentFailedProblem,
            ReservationExpired,
            AlreadyPaid,
            OrderCancelledAlready,
            OrderChangedMeanwhile,
            ProviderAway,
            *TELLS_AGAIN,
        ),
    },
)
async def create_order(request: Request, asked: CreateAsked) -> Response:
    by = caller(request, "create")
    confirmed = await confirm_order(
        shop_parts_of(request), by, asked.reservation_id, asked.payment_id
    )
    paid = confirmed.status == "paid"
    return json_answer(
        {"success": paid, "orderId": confirmed.order_id, "status": confirmed.status},
        200 if paid else 202,
    )


@router.post(
    "/cancel",
    operation_id="cancelOrder",
    summary="Cancel a reservation or an order; units and money go back",
    response_model=CancelAnswer,
    responses=problems(*CANCEL_REFUSED, *TELLS_AGAIN),
)
async def cancel_order(request: Request, asked: CancelAsked) -> Response:
    """One that is cancelled already is answered with how it stands; see `cancelOneOrder`."""
    if asked.order_id is None and asked.reservation_id is None:
        raise InvalidRequest("Send orderId or reservationId.", field="orderId")
    cancelled = await cancel(
        shop_parts_of(request),
        caller(request, "cancel"),
        order_id=asked.order_id,
        reservation_id=asked.reservation_id,
        end_repeat=asked.end_repeat,
    )
    return cancel_answer(cancelled)


@router.get(
    "/{order_id}",
    operation_id="getOrder",
    summary="An order of one's own, with its timeline",
    response_model=OrderAnswer | OrderInWordsAnswer,
    openapi_extra=view_parameter(LOCALE_PARAMETER),
    responses=problems(OrderNotFound),
)
async def get_order(request: Request, order_id: UUID) -> Response:
    shop_parts, view = shop_parts_of(request), view_of(request)
    principal = exchange_of(request).principal
    order = await order_shown_to(shop_parts.orders, principal, order_id)
    assert principal is not None, "else it is not shown"
    return await order_answer(
        shop_parts,
        order,
        view=view,
        timeline=True,
        staff=principal.is_staff,
        locale=reader_of(request),
        own=order.owner == principal.id,
    )


@router.get(
    "",
    operation_id="listOrders",
    summary="One's own orders, newest first",
    response_model=OrdersAnswer | OrdersInWordsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_orders(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    view: View = None,
    q: Annotated[str | None, Query(max_length=200, description=_Q)] = None,
    status: Status | None = None,
    since: Annotated[datetime | None, WRITTEN, Query(alias="from")] = None,
    until: Annotated[datetime | None, WRITTEN, Query(alias="to")] = None,
) -> Response:
    shop_parts = shop_parts_of(request)
    principal = exchange_of(request).principal
    orders = []
    if principal is not None:
        before = decode_id(cursor)
        search = OwnSearch(
            tuple((q or "").split()), status, in_utc(since, "from"), in_utc(until, "to")
        )
        orders = await shop_parts.orders.of_owner(principal.id, before, limit + 1, search=search)
    listed, more = page_by_id(orders, limit)
    page = await order_page(shop_parts, listed, timeline=False, locale=reader_of(request))
    shown = [in_words(order, view) for order in page]
    answer: dict[str, Any] = {"orders": shown, "nextCursor": more, "serverTime": iso(shop_now())}
    return json_answer(answer)
