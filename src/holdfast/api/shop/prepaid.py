"""What a client has prepaid: hours and certificates of one's own, and what happened to them."""

from asyncio import gather
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, json_answer, unkept
from holdfast.api.contract.packages import GrantShown, grant_body
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.wallets import MovementBody
from holdfast.api.shell.dependencies import Member, caller, database, exchange, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.state import state_of
from holdfast.flows.packages.certificates import certificate_of
from holdfast.flows.packages.keeping import (
    NotTransferable,
    PackageStopped,
    TooFewLeft,
    claim,
    found_grant,
    transfer,
)
from holdfast.flows.people.standing import OwnStanding, refuse_own
from holdfast.kit.paging import BadCursor, decode_id, page_by_id
from holdfast.packages import CodeUnknown, Grant, GrantNotFound, TooManyCodes, grants_of
from holdfast.people import TooManyUnknown, by_email, user_owner
from holdfast.views.names_now import grants_named
from holdfast.views.statements import statement_page

__all__ = ["router"]

router = APIRouter(prefix="/api/prepaid", tags=["packages"])


class PrepaidAnswer(Answer):
    """A page of what one has, the latest first."""

    grants: list[GrantShown]
    next_cursor: str | None


class PrepaidHistory(Answer):
    """Every movement with what was left after it, newest first; in minutes, or minor units."""

    grant: GrantShown
    movements: list[MovementBody]
    next_cursor: str | None


class TransferAsked(Ask):
    email: Annotated[str, Field(min_length=3, max_length=254)]
    minutes: Annotated[int, Field(ge=1, le=10**9, strict=True)]


class ClaimAsked(Ask):
    """The code of hours that are a present, however it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class ClaimAnswer(Answer):
    success: bool
    minutes: int
    grant: GrantShown = Field(description="What one has of them now")


class TransferAnswer(Answer):
    success: bool
    minutes: int
    grant: GrantShown = Field(description="One's own, after it")


@router.get(
    "", response_model=PrepaidAnswer, responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE
)
async def list_prepaid(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """One's own hours and certificates, the latest first."""
    parts, who = shop_parts(request), exchange(request).principal
    before = decode_id(cursor)
    found = []
    if who is not None:
        found = await grants_of(parts.database.pool, who.id, before, limit + 1)
    page, more = page_by_id(found, limit)
    page = await grants_named(parts.database, page, reader_of(request))
    accounts = await gather(*(parts.reader.account(one.key) for one in page))
    shown = [
        grant_body(one, account.balance, account.version)
        for one, account in zip(page, accounts, strict=True)
    ]
    return json_answer({"grants": shown, "nextCursor": more})


@router.get(
    "/{grant_id}", response_model=PrepaidHistory, responses=problems(GrantNotFound, BadCursor)
)
async def get_prepaid(
    request: Request, grant_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> PrepaidHistory:
    """One of them, with what happened to it."""
    parts, who = shop_parts(request), exchange(request).principal
    grant = await _named(request, await found_grant(parts, who, grant_id))
    account = await parts.reader.account(grant.key)
    page = await statement_page(database(request), account, parts.reader.partitions, limit, cursor)
    return PrepaidHistory.model_validate(
        {
            "grant": grant_body(grant, account.balance, account.version),
            "movements": page.movements,
            "nextCursor": page.next_cursor,
        }
    )


@router.post(
    "/{grant_id}/transfer",
    operation_id="transferPrepaid",
    response_model=TransferAnswer,
    responses=problems(
        GrantNotFound, NotTransferable, PackageStopped, TooFewLeft, TooManyUnknown, OwnStanding,
        *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_transfer(
    request: Request, grant_id: UUID, asked: TransferAsked, who: Member
) -> Response:
    """Move minutes to another person, who has an account with this email. How often somebody is
    named who has none is limited. Whose work is narrowed moves nobody's to themself."""
    parts, by = shop_parts(request), caller(request, f"transfer/{grant_id}")
    theirs = await found_grant(parts, who, grant_id)
    named = state_of(request).named
    await named.attempt(who.id, who.address)
    async with parts.database.read() as connection:
        other = await by_email(connection, asked.email)
    if other is None:
        raise NotTransferable("Nobody has an account with this email.", field="email")
    await named.succeeded(who.id, who.address)
    to = user_owner(other.id)
    if theirs.owner != who.id:
        refuse_own(who, [to])
    done = await transfer(parts, by, grant_id, to, asked.minutes)
    grant = await _named(request, await found_grant(parts, who, grant_id))
    account = await parts.reader.account(grant.key)
    shown = grant_body(grant, account.balance, account.version)
    return json_answer({"success": True, "minutes": done.minutes, "grant": shown})


@router.post(
    "/claim",
    operation_id="claimHours",
    response_model=ClaimAnswer,
    responses=problems(
        CodeUnknown, TooManyCodes, NotTransferable, PackageStopped, TooFewLeft, *TELLS_AGAIN
    ),
)
async def post_claim(request: Request, asked: ClaimAsked, who: Member) -> Response:
    """Put hours that somebody gave one on one's own account, by their code: all that is left of
    them. Attempts are limited. A certificate is not claimed: its code pays."""
    await state_of(request).codes.attempt(exchange(request).address)
    parts = shop_parts(request)
    given = await certificate_of(parts, asked.code)
    done = await claim(parts, caller(request, "claim"), given)
    grant = await _named(request, await found_grant(parts, who, done.grant_id))
    account = await parts.reader.account(grant.key)
    shown = grant_body(grant, account.balance, account.version)
    return unkept(json_answer({"success": True, "minutes": done.minutes, "grant": shown}))


async def _named(request: Request, grant: Grant) -> Grant:
    """By its package's name for who reads it."""
    (named,) = await grants_named(shop_parts(request).database, [grant], reader_of(request))
    return named
