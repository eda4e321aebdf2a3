"""Staff: what clients have of packages, and what is done about it at the desk."""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, Field

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.packages import GrantShown, grant_body
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.commit.refusals import BalanceTooLarge, OrderNotFound
from holdfast.flows.packages.keeping import (
    PackageStopped,
    TooFewLeft,
    found_grant,
    freeze,
    prolong,
    return_units,
    thaw,
)
from holdfast.flows.payments.give_back import NothingPaid, RefundedMeanwhile, RefundTooLarge
from holdfast.kit.paging import BadCursor, decode_id, page_of
from holdfast.packages import Grant, GrantNotFound
from holdfast.people import names_of
from holdfast.views.packages import grants_listed

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/prepaid", tags=["staff"])

Why = Annotated[str, Field(min_length=1, max_length=500)]


class StaffGrant(GrantShown):
    """With its owner."""

    owner: str
    owner_name: str | None


class StaffGrants(Answer):
    """A page of what clients have, the latest first."""

    grants: list[StaffGrant]
    next_cursor: str | None


class FreezeAsked(Ask):
    reason: Why


class ProlongAsked(Ask):
    valid_until: AwareDatetime
    reason: Why


class ReturnAsked(Ask):
    """So many minutes, or minor units of a certificate."""

    units: Annotated[int, Field(ge=1, le=10**12, strict=True)]
    reason: Why


class ReturnAnswer(Answer):
    """`amount` goes back for them the way it came."""

    success: bool
    units: int
    amount: int
    currency: str
    grant: StaffGrant


@router.get("", response_model=StaffGrants, responses=problems(BadCursor))
async def list_grants(
    request: Request,
    q: Annotated[
        str | None, Query(max_length=100, description="In a client's name or email, or its name")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What clients have of packages, the latest first."""
    parts = shop_parts(request)
    before = None if cursor is None else decode_id(cursor)
    words = (q or "").strip() or None
    found = await grants_listed(parts.database.pool, words, before, limit + 1)
    page, more = page_of(found, limit, lambda one: (str(one.id),))
    return json_answer({"grants": await _shown(request, page), "nextCursor": more})


@router.post(
    "/{grant_id}/freeze",
    response_model=StaffGrant,
    responses=problems(GrantNotFound, PackageStopped, *COMMITS),
)
async def post_freeze(request: Request, grant_id: UUID, asked: FreezeAsked) -> Response:
    """Stop its time: it is not used, and does not run out."""
    by = caller(request, f"freeze/{grant_id}")
    return await _one(request, await freeze(shop_parts(request), by, grant_id, asked.reason))


@router.post(
    "/{grant_id}/thaw",
    response_model=StaffGrant,
    responses=problems(GrantNotFound, PackageStopped, *COMMITS),
)
async def post_thaw(request: Request, grant_id: UUID) -> Response:
    """Let its time go on: it ends later by as long as it stood."""
    by = caller(request, f"thaw/{grant_id}")
    return await _one(request, await thaw(shop_parts(request), by, grant_id))


@router.post(
    "/{grant_id}/prolong",
    response_model=StaffGrant,
    responses=problems(GrantNotFound, PackageStopped, *COMMITS),
)
async def post_prolong(request: Request, grant_id: UUID, asked: ProlongAsked) -> Response:
    """Give it more time, also when it is over."""
    by = caller(request, f"prolong/{grant_id}")
    saved = await prolong(shop_parts(request), by, grant_id, asked.valid_until, asked.reason)
    return await _one(request, saved)


@router.post(
    "/{grant_id}/return",
    response_model=ReturnAnswer,
    responses=problems(
        GrantNotFound,
        OrderNotFound,
        TooFewLeft,
        NothingPaid,
        RefundTooLarge,
        RefundedMeanwhile,
        BalanceTooLarge,
        *TELLS_AGAIN,
    ),
)
async def post_return(request: Request, grant_id: UUID, asked: ReturnAsked) -> Response:
    """Take some of it back; its price goes back the way it came."""
    by = caller(request, f"return/{grant_id}")
    done = await return_units(shop_parts(request), by, grant_id, asked.units, asked.reason)
    parts = shop_parts(request)
    (grant,) = await _shown(request, [await found_grant(parts, by.principal, grant_id)])
    told = {"units": done.units, "amount": done.amount, "currency": done.currency}
    return json_answer({"success": True, **told, "grant": grant})


async def _one(request: Request, grant: Grant) -> Response:
    (shown,) = await _shown(request, [grant])
    return json_answer(shown)


async def _shown(request: Request, grants: list[Grant]) -> list[dict[str, Any]]:
    parts = shop_parts(request)
    accounts = await gather(*(parts.reader.account(one.key) for one in grants))
    names = await names_of(parts.database.pool, [one.owner for one in grants])
    return [
        grant_body(one, account.balance, account.version)
        | {"owner": one.owner, "ownerName": names.get(one.owner)}
        for one, account in zip(grants, accounts, strict=True)
    ]
