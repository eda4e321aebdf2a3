"""One's own bearer tokens, by which programs come in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.duties import DutiesAsked
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import one_line, written
from holdfast.api.contract.tokens import TokenShown
from holdfast.api.shell.dependencies import Member, caller, database, exchange, login_desk
from holdfast.api.shell.state import state_of
from holdfast.api.shop.profile import Password
from holdfast.flows.people.accounts import CurrentPasswordWrong
from holdfast.flows.people.narrowing import DutiesOfManagers
from holdfast.flows.people.tokens import (
    NotByToken,
    TokenMadeBefore,
    TokenUnknown,
    TooManyTokens,
    WantedToken,
    end_own_token,
    make_own_token,
    own_tokens,
)
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import say
from holdfast.people import (
    MOST_TOKENS,
    DutyLacking,
    SecondCodeWrong,
    TooManyLogins,
    TooManySecondCodes,
    UnknownDuty,
    UnknownRole,
    UserUnknown,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/profile/tokens", tags=["session"])

_MOST_DAYS = 3650


class OwnTokensShown(Answer):
    tokens: list[TokenShown] = Field(description="Those that work, the newest first")
    most: int = Field(description="How many may work at the same time")
    asks_password: bool = Field(description="Making one takes the password")
    asks_code: bool = Field(description="And a code of two-step login")


class TokenAsked(Ask):
    """``currentPassword`` of who has one, ``code`` of who has two-step login."""

    name: Annotated[
        str,
        Field(max_length=100),
        AfterValidator(one_line),
        written(say("Say what it is for.")),
    ]
    roles: Annotated[
        list[Annotated[str, Field(max_length=40)]],
        Field(min_length=1, max_length=10, examples=[["customer"]]),
    ]
    duties: DutiesAsked | None = Field(
        None, description="Of staff: no others than these; null: all that one has"
    )
    days: Annotated[int, Field(ge=1, le=_MOST_DAYS, strict=True)] | None = Field(
        None, description="How long it works; null: until it is ended"
    )
    current_password: Password = ""
    code: Annotated[str, Field(max_length=40)] = ""


class TokenMade(Answer):
    token: str = Field(description="Shown this once: `Authorization: Bearer` and this")
    tokens: list[TokenShown]


@router.get("", responses=problems(UserUnknown))
async def get_tokens(request: Request, who: Member) -> OwnTokensShown:
    """One's own tokens that work."""
    found = await own_tokens(database(request), who.user_id)
    return OwnTokensShown(
        tokens=list(map(TokenShown.of, found.tokens)),
        most=MOST_TOKENS,
        asks_password=found.password,
        asks_code=found.code,
    )


@router.post(
    "",
    responses=problems(
        CurrentPasswordWrong, SecondCodeWrong, UnknownRole, UnknownDuty, DutyLacking,
        DutiesOfManagers, TooManyTokens, TokenMadeBefore, NotByToken, TooManyLogins,
        TooManySecondCodes, UserUnknown,
    ),
)  # fmt: skip
async def post_token(asked: TokenAsked, request: Request) -> TokenMade:
    """A token with these of one's own roles, for `Authorization: Bearer`. It comes in without a
    password and a code, so making one takes both. The owner is told by mail."""
    identity = exchange(request).identity
    assert identity is not None, "of a member"
    wanted = WantedToken(
        asked.name,
        tuple(asked.roles),
        None if asked.duties is None else tuple(asked.duties),
        asked.days,
    )
    token, tokens = await make_own_token(
        login_desk(request),
        caller(request, "tokens"),
        identity,
        wanted,
        asked.current_password,
        asked.code,
        shop_now(),
    )
    return TokenMade(token=token, tokens=list(map(TokenShown.of, tokens)))


@router.delete("/{token_id}", responses=problems(TokenUnknown))
async def delete_token(token_id: UUID, request: Request, who: Member) -> OwnTokensShown:
    """End one: it is refused from the next request on."""
    await end_own_token(database(request), caller(request), token_id)
    state_of(request).credentials.ended(who.user_id)
    return await get_tokens(request, who)
