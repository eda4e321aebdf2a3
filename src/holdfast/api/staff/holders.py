"""Staff: everybody whose money the shop keeps to pay it out, and that of who is booked, which
photographers and studios see of themselves."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer
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
    payout_shown,
    payouts_of,
    resource_money_of,
    seller_statement,
)
from holdfast.api.contract.span_statements import (
    SPAN_FILES,
    SPAN_PROBLEMS,
    SpanAsked,
    SpanStatementBody,
    span_statement,
)
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.booking import ResourceNotFound
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.selling.payouts import NothingToPayOut, propose_payout
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.sellers import Holder
from holdfast.views.holders import HolderRow, holder_rows

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_HERE = "/resources/{resource_id}"


class HolderBody(Answer):
    """Whose money the shop keeps, in one currency and minor units: what is `earned` and not paid
    out, or `owed` after refunds."""

    kind: Literal["seller", "photographer", "studio", "room", "equipment"]
    id: UUID
    name: str
    currency: str
    earned: int
    owed: int


class HoldersBody(Answer):
    holders: list[HolderBody] = Field(description="Those who ever had a part in something")
    next_cursor: str | None


@router.get("/holders", responses=problems(BadCursor))
async def list_holders(request: Request, limit: Limit = 50, cursor: Cursor = None) -> HoldersBody:
    """Sellers, photographers and studios, each with what they have in each currency."""
    parts = shop_parts(request)
    after = None if cursor is None else decode_cursor(cursor, tuple[UUID, str])
    rows = await holder_rows(parts.database.pool, parts.reader.partitions, after, limit + 1)
    page, more = page_of(rows, limit, _place)
    holders = [HolderBody.model_validate(asdict(one)) for one in page]
    return HoldersBody(holders=holders, next_cursor=more)


def _place(one: HolderRow) -> tuple[str, str]:
    return str(one.id), one.currency


@router.get(f"{_HERE}/money", responses=problems(ResourceNotFound))
async def get_resource_money(request: Request, resource_id: UUID) -> SellerMoneyBody:
    """What of its bookings is a photographer's or a studio's and is to be paid out, or is owed."""
    return await resource_money_of(shop_parts(request), await _own(request, resource_id))


@router.get(
    f"{_HERE}/statement",
    response_model=SellerStatementBody,
    responses={**CSV, **problems(BadCursor, ResourceNotFound)},
)
async def get_resource_statement(
    request: Request,
    resource_id: UUID,
    currency: CurrencyOf,
    form: FormOf = "json",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response | SellerStatementBody:
    """Every movement of their money with the balance after it, newest first."""
    found = await _own(request, resource_id)
    return await seller_statement(shop_parts(request), found, currency, form, limit, cursor)


@router.get(
    f"{_HERE}/statement/days",
    response_model=SpanStatementBody,
    responses={**SPAN_FILES, **problems(*SPAN_PROBLEMS, ResourceNotFound)},
)
async def get_resource_days(
    request: Request, resource_id: UUID, asked: SpanAsked
) -> Response | SpanStatementBody:
    """Their money over some days: the balance before, every movement in order, the balance
    after."""
    found = await _own(request, resource_id)
    return await span_statement(shop_parts(request), found, asked)


@router.get(f"{_HERE}/payouts", responses=problems(BadCursor, ResourceNotFound))
async def list_resource_payouts(
    request: Request,
    resource_id: UUID,
    status: StatusOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PayoutsBody:
    """What was set aside for them and sent, the latest first."""
    found = await _own(request, resource_id)
    return await payouts_of(shop_parts(request), found, status, limit, cursor)


@router.post(
    f"{_HERE}/payouts",
    status_code=201,
    responses=problems(NothingToPayOut, ResourceNotFound, *TELLS_AGAIN),
)
async def post_resource_payout(
    request: Request, resource_id: UUID, asked: PayoutAsked
) -> PayoutBody:
    """Set aside for them all that may be paid out now, without waiting for its day."""
    parts, holder = shop_parts(request), Holder("resource", await _own(request, resource_id))
    by = caller(request, f"payout/{resource_id}")
    done = await propose_payout(parts, by, holder, asked.currency)
    return await payout_shown(parts, done.payout_id)


async def _own(request: Request, resource_id: UUID) -> UUID:
    """A photographer and a studio find their own."""
    found = await own_resource(shop_parts(request), caller(request), resource_id)
    return found.id
