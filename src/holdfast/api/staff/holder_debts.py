"""Staff: what photographers and studios owe. Cash of clients' that they hand over, a hand-over that
was noted wrongly, and what the shop gives up."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.seller_money import SellerMoneyBody, WriteOffAsked, resource_money_of
from holdfast.api.contract.texts import Reason, one_line
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.booking import Resource, ResourceNotFound
from holdfast.booking.bookings import HandedCash, HandedNotFound, handed_of, list_handed
from holdfast.clients import MAX_LINE
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.standing import OwnStanding, refuse_oneself
from holdfast.flows.selling.handing_over import (
    HandedTakenBack,
    MoreThanOwed,
    hand_over_cash,
    take_back_handed,
)
from holdfast.flows.selling.writing_off import DebtAnother, write_off
from holdfast.kit import Money
from holdfast.kit.paging import BadCursor, decode_id, page_of
from holdfast.ledger import MAX_BALANCE
from holdfast.people import names_of
from holdfast.sellers import Holder

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/resources/{resource_id}", tags=["staff"])


class CashHandedAsked(Ask):
    """Cash of clients' that they handed over, never more than they owe."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="By ISO 4217")]
    amount: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True, description="Minor units")]
    note: Annotated[str, Field(max_length=MAX_LINE), AfterValidator(one_line)] = Field(
        default="", description="For the audit log"
    )


class CashHandedBody(Answer):
    id: UUID


class CashTakenBackAsked(Ask):
    reason: Reason


class HandedCashBody(Answer):
    """Cash that was handed over, as it was noted."""

    id: UUID
    amount: int = Field(description="Minor units")
    currency: str
    note: str
    at: Instant
    by: str | None = Field(description="The name of who noted it")
    taken_back: bool = Field(description="It was noted wrongly, and is owed again")


class HandedCashPage(Answer):
    handed: list[HandedCashBody]
    next_cursor: str | None


@router.get(
    "/cash-handed",
    operation_id="listHandedCash",
    responses=problems(BadCursor, ResourceNotFound),
)
async def get_cash_handed(
    request: Request, resource_id: UUID, limit: Limit = 20, cursor: Cursor = None
) -> HandedCashPage:
    """What they handed over, the latest first; also what was taken back."""
    found, pool = await _resource(request, resource_id), shop_parts(request).database.pool
    before = None if cursor is None else decode_id(cursor)
    rows = await list_handed(pool, found.id, before, limit + 1)
    page, more = page_of(rows, limit, lambda one: (str(one.id),))
    return HandedCashPage(handed=await _bodies(request, page), next_cursor=more)


@router.post(
    "/cash-handed",
    operation_id="handOverCash",
    status_code=201,
    responses=problems(MoreThanOwed, OwnStanding, ResourceNotFound, *TELLS_AGAIN),
)
async def post_cash_handed(
    request: Request, resource_id: UUID, asked: CashHandedAsked
) -> CashHandedBody:
    """They handed over cash that clients paid them: they owe so much less."""
    found = await _resource(request, resource_id)
    by = caller(request, f"cash-handed/{resource_id}")
    _refuse_own(by, found)
    done = await hand_over_cash(
        shop_parts(request), by, found.id, asked.currency, asked.amount, asked.note
    )
    return CashHandedBody(id=done.handed_id)


@router.post(
    "/cash-handed/{handed_id}/take-back",
    operation_id="takeBackHandedCash",
    responses=problems(HandedNotFound, HandedTakenBack, ResourceNotFound, *TELLS_AGAIN),
)
async def post_taken_back(
    request: Request, resource_id: UUID, handed_id: UUID, asked: CashTakenBackAsked
) -> HandedCashBody:
    """It was noted wrongly, of another or of another sum: they owe it again. Both stand on the
    statement, and in the audit log with the reason."""
    found, parts = await _resource(request, resource_id), shop_parts(request)
    by = caller(request, f"cash-taken-back/{handed_id}")
    await take_back_handed(parts, by, found.id, handed_id, asked.reason)
    (shown,) = await _bodies(request, [await handed_of(parts.database.pool, found.id, handed_id)])
    return shown


@router.post(
    "/write-off",
    operation_id="writeOffDebtOfResource",
    responses=problems(ResourceNotFound, DebtAnother, OwnStanding, *TELLS_AGAIN),
)
async def post_write_off(
    request: Request, resource_id: UUID, asked: WriteOffAsked
) -> SellerMoneyBody:
    """Give up what a photographer or a studio owes, all of it in one currency: nobody pays it. It
    stands on their statement, and in the audit log with the reason."""
    found, parts = await _resource(request, resource_id), shop_parts(request)
    by = caller(request, f"write-off/{found.id}")
    _refuse_own(by, found)
    debt, holder = Money(asked.amount, asked.currency), Holder("resource", found.id)
    await write_off(parts, by, holder, debt, asked.reason)
    return await resource_money_of(parts, found.id)


async def _resource(request: Request, resource_id: UUID) -> Resource:
    return await own_resource(shop_parts(request), caller(request), resource_id)


def _refuse_own(by: Caller, found: Resource) -> None:
    """Whose work is narrowed makes no debt of their own less."""
    refuse_oneself(by.principal, [] if found.user_id is None else [found.user_id])


async def _bodies(request: Request, handed: list[HandedCash]) -> list[HandedCashBody]:
    names = await names_of(shop_parts(request).database.pool, [one.noted_by for one in handed])
    return [
        HandedCashBody(
            id=one.id,
            amount=one.amount,
            currency=one.currency,
            note=one.note,
            at=one.noted_at,
            by=names.get(one.noted_by),
            taken_back=one.is_taken_back,
        )
        for one in handed
    ]
