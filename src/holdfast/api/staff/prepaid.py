"""Staff: what clients have of packages, and what is done about it at the desk."""

from asyncio import gather
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, json_answer, unkept
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.packages import GrantShown, KindOfItem, grant_body
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.wallets import MovementBody
from holdfast.api.shell.dependencies import caller, exchange, principal, shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.staff.order_pages import StaffLineShown
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import BalanceTooLarge
from holdfast.flows.packages.certificates import certificate_of
from holdfast.flows.packages.giving import give_package
from holdfast.flows.packages.keeping import (
    PackageStopped,
    TooFewLeft,
    found_grant,
    freeze,
    prolong,
    thaw,
)
from holdfast.flows.packages.taking_back import TooLittleReturned, return_units
from holdfast.flows.payments.give_back import NothingPaid, RefundedMeanwhile, RefundTooLarge
from holdfast.flows.people.standing import OwnStanding, refuse_own
from holdfast.kit.paging import BadCursor, decode_id, page_by_id
from holdfast.packages import (
    CodeUnknown,
    Grant,
    GrantNotFound,
    PackageNotFound,
    TooManyCodes,
    grants_by_id,
    lines_of_package,
    purchase_of,
)
from holdfast.people import UserUnknown, by_email, names_of, user_owner
from holdfast.repeats import RepeatMoved
from holdfast.views.names_now import grants_named
from holdfast.views.packages import grants_listed
from holdfast.views.staff_order import staff_lines
from holdfast.views.statements import statement_page

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


class GrantMovement(MovementBody):
    """One movement of it, in minutes or minor units, with who made it."""

    actor: str
    actor_name: str | None


class StaffGrantAnswer(Answer):
    """All there is to know of it: what was paid, every movement, what staff did and why."""

    grant: StaffGrant
    ordered: bool = Field(description="False for what staff gave: no order has its `orderId`")
    price: int = Field(description="Of it when it was agreed, in minor units")
    movements: list[GrantMovement] = Field(description="Newest first")
    next_cursor: str | None
    lines: list[StaffLineShown] = Field(description="What staff did, newest first")


class CertificateSought(Ask):
    """A certificate's code, however it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class GiveAsked(Ask):
    """A package that a client is to have without paying: `email` is of their account."""

    package_id: UUID
    email: Annotated[str, Field(min_length=3, max_length=254)]
    reason: Why


class GivenAnswer(Answer):
    grants: list[StaffGrant]


class FreezeAsked(Ask):
    reason: Why


class ProlongAsked(Ask):
    valid_until: Moment
    reason: Why


class ReturnAsked(Ask):
    """So many minutes, or minor units of a certificate."""

    units: Annotated[int, Field(ge=1, le=10**12, strict=True)]
    reason: Why
    end_repeat: bool | None = Field(
        None,
        description="Whether the repeat order that it is of ends, too. Left out: if it began with"
        " this, and all of it is back now, so that nothing was used",
    )


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
    kind: Annotated[KindOfItem | None, Query(description="Only these")] = None,
    status: Annotated[
        Literal["active", "frozen", "expired"] | None, Query(description="Only those that are so")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What clients have of packages, the latest first."""
    parts = shop_parts(request)
    before = decode_id(cursor)
    words = (q or "").strip() or None
    found = await grants_listed(parts.database.pool, words, kind, status, before, limit + 1)
    page, more = page_by_id(found, limit)
    return json_answer({"grants": await _shown(request, page), "nextCursor": more})


@router.post(
    "",
    status_code=201,
    response_model=GivenAnswer,
    responses=problems(PackageNotFound, UserUnknown, OwnStanding, *TELLS_AGAIN),
)
async def post_given(request: Request, asked: GiveAsked) -> Response:
    """Give a package to a client without a price. It is there at once. Whose work is narrowed gives
    themself none."""
    parts = shop_parts(request)
    async with parts.database.read() as connection:
        user = await by_email(connection, asked.email)
    if user is None:
        raise UserUnknown("Nobody has an account with this email.", field="email")
    by, to = caller(request, "give-package"), user_owner(user.id)
    refuse_own(by.principal, [to])
    done = await give_package(parts, by, asked.package_id, to, asked.reason)
    found = await grants_by_id(parts.database.pool, done.grants)
    shown = await _shown(request, [found[one] for one in done.grants])
    return json_answer({"grants": shown}, 201)


@router.post(
    "/by-code",
    response_model=StaffGrant,
    responses=problems(CodeUnknown, TooManyCodes),
)
async def post_by_code(request: Request, asked: CertificateSought) -> Response:
    """The certificate that has a code, and whose it is. Attempts are limited."""
    await state_of(request).codes.attempt(exchange(request).address)
    return unkept(await _one(request, await certificate_of(shop_parts(request), asked.code)))


@router.get(
    "/{grant_id}", response_model=StaffGrantAnswer, responses=problems(GrantNotFound, BadCursor)
)
async def get_grant(
    request: Request, grant_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> StaffGrantAnswer:
    """One of them, with what happened to it and what was done about it."""
    parts = shop_parts(request)
    grant = await found_grant(parts, principal(request), grant_id)
    purchase = await purchase_of(parts.database.pool, grant.order_id)
    order = await parts.orders.get(grant.order_id)
    account = await parts.reader.account(grant.key)
    page = await statement_page(parts.database, account, parts.reader.partitions, limit, cursor)
    async with parts.database.read() as connection:
        lines = await staff_lines(connection, grant.id)
    actors = [one.actor for one in page.movements] + [one["actor"] for one in lines]
    names = await names_of(parts.database.pool, actors)
    (shown,) = await _shown(request, [grant])
    price = list(lines_of_package(purchase.terms))[grant.line].price if purchase else 0
    return StaffGrantAnswer.model_validate(
        {
            "grant": shown,
            "ordered": order is not None,
            "price": price,
            "movements": [
                asdict(one) | {"actor_name": names.get(one.actor)} for one in page.movements
            ],
            "nextCursor": page.next_cursor,
            "lines": [one | {"actor_name": names.get(one["actor"])} for one in lines],
        }
    )


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
    responses=problems(GrantNotFound, PackageStopped, OwnStanding, *COMMITS),
)
async def post_prolong(request: Request, grant_id: UUID, asked: ProlongAsked) -> Response:
    """Give it more time, also when it is over. Whose work is narrowed gives theirs none."""
    by = caller(request, f"prolong/{grant_id}")
    await _of_another(request, by, grant_id)
    saved = await prolong(shop_parts(request), by, grant_id, asked.valid_until, asked.reason)
    return await _one(request, saved)


@router.post(
    "/{grant_id}/return",
    response_model=ReturnAnswer,
    responses=problems(
        GrantNotFound,
        OwnStanding,
        TooFewLeft,
        TooLittleReturned,
        NothingPaid,
        RefundTooLarge,
        RefundedMeanwhile,
        BalanceTooLarge,
        RepeatMoved,
        *TELLS_AGAIN,
    ),
)
async def post_return(request: Request, grant_id: UUID, asked: ReturnAsked) -> Response:
    """Take some of it back; its price goes back the way it came."""
    by = caller(request, f"return/{grant_id}")
    await _of_another(request, by, grant_id)
    parts = shop_parts(request)
    done = await return_units(parts, by, grant_id, asked.units, asked.reason, asked.end_repeat)
    (grant,) = await _shown(request, [await found_grant(parts, by.principal, grant_id)])
    told = {"units": done.units, "amount": done.amount, "currency": done.currency}
    return json_answer({"success": True, **told, "grant": grant})


async def _of_another(request: Request, by: Caller, grant_id: UUID) -> None:
    """Whose work is narrowed does it for others."""
    found = await found_grant(shop_parts(request), by.principal, grant_id)
    refuse_own(by.principal, [found.owner])


async def _one(request: Request, grant: Grant) -> Response:
    (shown,) = await _shown(request, [grant])
    return json_answer(shown)


async def _shown(request: Request, grants: list[Grant]) -> list[dict[str, Any]]:
    parts = shop_parts(request)
    grants = await grants_named(parts.database, grants, reader_of(request))
    accounts = await gather(*(parts.reader.account(one.key) for one in grants))
    names = await names_of(parts.database.pool, [one.owner for one in grants])
    return [
        grant_body(one, account.balance, account.version)
        | {"owner": one.owner, "ownerName": names.get(one.owner)}
        for one, account in zip(grants, accounts, strict=True)
    ]
