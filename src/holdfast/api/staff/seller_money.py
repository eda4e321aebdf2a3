"""Staff: what sellers earned, what is paid out to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.csv_answers import CSV
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.seller_money import (
    CurrencyOf,
    FormOf,
    PayoutAsked,
    PayoutBody,
    PayoutsBody,
    SellerMoneyBody,
    SellerStatementBody,
    StatusOf,
    WriteOffAsked,
    payout_shown,
    payouts_of,
    seller_money_of,
    seller_statement,
)
from holdfast.api.contract.span_statements import (
    SPAN_FILES,
    SPAN_PROBLEMS,
    SpanAsked,
    SpanStatementBody,
    span_statement,
)
from holdfast.api.contract.suborders import SubOrderBody, suborder_bodies
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.state import state_of
from holdfast.booking import resource_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.people.standing import OwnStanding, refuse_oneself
from holdfast.flows.selling.leaving import end
from holdfast.flows.selling.payouts import (
    NothingToPayOut,
    PaidOut,
    PayoutBeingSent,
    PayoutSettled,
    fail_payout,
    pay_payout,
    propose_payout,
)
from holdfast.flows.selling.writing_off import DebtAnother, write_off
from holdfast.kit import Money, shop_now
from holdfast.kit.paging import BadCursor
from holdfast.sellers import (
    Holder,
    PayoutNotFound,
    SellerNotFound,
    known_seller,
    payout_of,
    people_of,
)
from holdfast.views.suborders import suborders_of_order

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_Line = StringConstraints(strip_whitespace=True, min_length=1, max_length=200)


class SubOrdersOfOrder(Answer):
    suborders: list[SubOrderBody]


class PayoutPaidAsked(Ask):
    reference: Annotated[str, _Line] = Field(description="Of the transfer, to find it again")


class PayoutFailedAsked(Ask):
    reason: Annotated[str, _Line]


async def _known_seller(request: Request, seller_id: UUID) -> UUID:
    async with database(request).read() as connection:
        return (await known_seller(connection, seller_id)).id


@router.get("/sellers/{seller_id}/money", responses=problems(SellerNotFound))
async def get_seller_money(request: Request, seller_id: UUID) -> SellerMoneyBody:
    """What a seller earned and is to be paid, or owes."""
    found = await _known_seller(request, seller_id)
    tree = (await state_of(request).products.directory.now()).categories
    return await seller_money_of(shop_parts(request), found, tree)


@router.get(
    "/sellers/{seller_id}/statement",
    response_model=SellerStatementBody,
    responses={**CSV, **problems(BadCursor, SellerNotFound)},
)
async def get_seller_statement(
    request: Request,
    seller_id: UUID,
    currency: CurrencyOf,
    form: FormOf = "json",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response | SellerStatementBody:
    """Every movement of a seller's money with the balance after it, newest first."""
    found = await _known_seller(request, seller_id)
    return await seller_statement(shop_parts(request), found, currency, form, limit, cursor)


@router.get(
    "/sellers/{seller_id}/statement/days",
    response_model=SpanStatementBody,
    responses={**SPAN_FILES, **problems(*SPAN_PROBLEMS, SellerNotFound)},
)
async def get_seller_days(
    request: Request, seller_id: UUID, asked: SpanAsked
) -> Response | SpanStatementBody:
    """A seller's money over some days, as they are told it themselves."""
    found = await _known_seller(request, seller_id)
    return await span_statement(shop_parts(request), found, asked)


@router.post(
    "/sellers/{seller_id}/payouts",
    status_code=201,
    responses=problems(NothingToPayOut, SellerNotFound, *TELLS_AGAIN),
)
async def post_payout(request: Request, seller_id: UUID, asked: PayoutAsked) -> PayoutBody:
    """Set aside for a seller all that may be paid out now, without waiting for its day."""
    found = await _known_seller(request, seller_id)
    by = caller(request, f"payout/{seller_id}")
    return await _shown(
        request,
        await propose_payout(shop_parts(request), by, Holder("seller", found), asked.currency),
    )


@router.post(
    "/sellers/{seller_id}/write-off",
    operation_id="writeOffDebt",
    responses=problems(SellerNotFound, DebtAnother, OwnStanding, *TELLS_AGAIN),
)
async def post_write_off(
    request: Request, seller_id: UUID, asked: WriteOffAsked
) -> SellerMoneyBody:
    """Give up what a seller owes, all of it in one currency: nobody pays it. It stands on the
    seller's statement, and in the audit log with the reason. One who leaves, and of whom nothing
    else is open, is closed."""
    found, parts = await _known_seller(request, seller_id), shop_parts(request)
    by = caller(request, f"write-off/{found}")
    async with database(request).read() as connection:
        refuse_oneself(by.principal, await people_of(connection, found))
    debt, holder = Money(asked.amount, asked.currency), Holder("seller", found)
    await write_off(parts, by, holder, debt, asked.reason)
    await end(parts, found, shop_now())
    return await get_seller_money(request, found)


@router.get(
    "/orders/{order_id}/suborders",
    responses=problems(OrderNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_suborders(request: Request, order_id: UUID) -> SubOrdersOfOrder:
    """What each seller has of an order, which is paid once."""
    parts = shop_parts(request)
    await any_order(parts.orders, order_id)
    rows = await suborders_of_order(parts.database.pool, order_id)
    shown = await suborder_bodies(parts, rows, reader_of(request))
    return SubOrdersOfOrder(suborders=shown)


@router.get("/payouts", responses=problems(BadCursor))
async def list_staff_payouts(
    request: Request,
    status: StatusOf = None,
    seller_id: Annotated[UUID | None, Query(alias="sellerId", description="Only of it")] = None,
    resource_id: Annotated[
        UUID | None, Query(alias="resourceId", description="Only of who is booked")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PayoutsBody:
    """Payouts to sellers, photographers and studios, the latest first."""
    return await payouts_of(shop_parts(request), seller_id or resource_id, status, limit, cursor)


@router.post(
    "/payouts/{payout_id}/paid",
    responses=problems(PayoutNotFound, PayoutBeingSent, PayoutSettled, *TELLS_AGAIN),
)
async def post_payout_paid(request: Request, payout_id: UUID, asked: PayoutPaidAsked) -> PayoutBody:
    """It was sent. The audit log says by whom."""
    by = caller(request, f"payout-paid/{payout_id}")
    return await _shown(
        request, await pay_payout(shop_parts(request), by, payout_id, asked.reference)
    )


@router.post(
    "/payouts/{payout_id}/failed",
    responses=problems(PayoutNotFound, PayoutBeingSent, PayoutSettled, OwnStanding, *TELLS_AGAIN),
)
async def post_payout_failed(
    request: Request, payout_id: UUID, asked: PayoutFailedAsked
) -> PayoutBody:
    """It did not arrive, also where it was thought to be sent: the money is earned again."""
    by = caller(request, f"payout-failed/{payout_id}")
    await _refuse_own(request, by, payout_id)
    return await _shown(
        request, await fail_payout(shop_parts(request), by, payout_id, asked.reason)
    )


async def _refuse_own(request: Request, by: Caller, payout_id: UUID) -> None:
    """Whose work is narrowed has nothing that was sent to them paid out once more."""
    holder = (await payout_of(database(request).pool, payout_id)).holder
    if holder.kind == "seller":
        async with database(request).read() as connection:
            people = await people_of(connection, holder.id)
    else:
        found = await resource_of(database(request).pool, holder.id)
        people = [] if found is None or found.user_id is None else [found.user_id]
    refuse_oneself(by.principal, people)


async def _shown(request: Request, done: PaidOut) -> PayoutBody:
    return await payout_shown(shop_parts(request), done.payout_id)
