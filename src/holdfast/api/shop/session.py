"""Logging in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import exchange, login_desk, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.state import state_of
from holdfast.flows.people.logins import (
    AccountDisabled,
    WrongPassword,
    finish_login,
    log_in,
)
from holdfast.flows.people.second_codes import SecondFactorOff
from holdfast.kit.clock import shop_now
from holdfast.people import (
    MAX_PASSWORD,
    SecondCodeWrong,
    SecondStep,
    SecondStepOver,
    TooManyLogins,
    TooManySecondCodes,
    User,
    user_owner,
)

__all__ = [
    "SESSION_DAYS", "LoggedIn", "LoggedOut", "UserBody", "come_in_answer", "guest_before", "router",
]  # fmt: skip

router = APIRouter(prefix="/api/session", tags=["session"], route_class=DirectRoute)

SESSION_DAYS = 30


class Login(Ask):
    email: Annotated[str, Field(min_length=3, max_length=254, examples=["admin@example.com"])]
    password: Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD)]


class UserBody(BaseModel):
    id: str
    email: str
    name: str
    roles: list[str]


class LoggedIn(BaseModel):
    user: UserBody


class CodeWanted(Answer):
    """The password is right; a code comes next (`POST /api/session/second-step`)."""

    step: str = Field(description="This login, for the code: its browser alone has it")
    step_ends_at: Instant


class SecondStepAsked(Ask):
    step: Annotated[str, Field(min_length=1, max_length=100, description="Of the login")]
    code: Annotated[
        str,
        Field(min_length=1, max_length=40, description="Of the app, or a recovery code"),
    ]


class SessionBody(BaseModel):
    user: UserBody | None
    guest: bool = Field(description="Whether nobody is logged in")
    roles: list[str]
    withheldRoles: list[str] = Field(  # noqa: N815
        description="Roles that are theirs once the second factor is on: the shop asks for one"
    )
    duties: list[str] | None = Field(
        description="Of one of staff whose work was narrowed, what it is; null: all of it"
    )
    typedUserId: str | None = Field(  # noqa: N815
        description="The user id that was typed (`X-User-Id`), if that says who it is; --demo only"
    )


class LoggedOut(BaseModel):
    success: bool


def guest_before(here: Exchange) -> str | None:
    """The guest who is about to become somebody."""
    before = here.principal
    return before.id if before is not None and before.kind == "guest" else None


@router.post(
    "/login",
    response_model=LoggedIn,
    responses={
        202: {"model": CodeWanted, "description": "The password is right; a code comes next"},
        **problems(WrongPassword, AccountDisabled, TooManyLogins),
    },
)
async def log_in_by_password(login: Login, request: Request) -> Response:
    """Log in by password. The answer sets the session cookie; a guest's orders and cart come
    along. Of whom a second factor is on it sets none: a code comes next."""
    here = exchange(request)
    user, token = await log_in(
        login_desk(request),
        login.email,
        login.password,
        here.address,
        shop_now(),
        guest_before(here),
    )
    return come_in_answer(request, user, token)


def come_in_answer(request: Request, user: User, came: str | SecondStep) -> Response:
    """What a login answers: the session's cookie with who it is, or what waits for a code."""
    if isinstance(came, SecondStep):
        wanted = CodeWanted(step=came.token, step_ends_at=came.expires_at)
        return json_answer(wanted.model_dump(mode="json", by_alias=True), 202)
    here = exchange(request)
    here.set_cookie(here.signer.sign("u", came), SESSION_DAYS)
    shop_parts(request).told(user_owner(user.id))  # in other tabs: a guest's cart came along
    person = UserBody(id=str(user.id), email=user.email, name=user.name, roles=list(user.roles))
    return json_answer(LoggedIn(user=person).model_dump(mode="json"))


@router.post(
    "/second-step",
    response_model=LoggedIn,
    responses=problems(
        SecondCodeWrong, SecondFactorOff, SecondStepOver, AccountDisabled, TooManySecondCodes
    ),
)
async def log_in_by_code(asked: SecondStepAsked, request: Request) -> Response:
    """Finish a login by a code of the app, or a recovery code. Each is good once; a login waits for
    ten minutes and takes five tries."""
    here = exchange(request)
    user, token = await finish_login(
        login_desk(request),
        asked.step,
        asked.code,
        shop_now(),
        here.id,
        guest_before(here),
    )
    return come_in_answer(request, user, token)


@router.post("/logout")
async def log_out(request: Request) -> LoggedOut:
    """End the session and remove its cookie. Harmless when nobody is logged in."""
    here = exchange(request)
    credentials = state_of(request).credentials
    if here.session:
        await credentials.end_session(here.session)
        here.set_cookie("")
    return LoggedOut(success=True)


@router.post("/forget", operation_id="forgetGuest")
async def forget_guest(request: Request) -> LoggedOut:
    """A browser forgets the guest in it, as on a computer that others use: whoever comes next sees
    neither cart nor orders. Those are opened by the links in mails about them. Who is logged in
    logs out instead."""
    here = exchange(request)
    if here.principal is not None and here.principal.kind == "guest":
        here.set_cookie("")
    return LoggedOut(success=True)


@router.get("")
async def get_session(request: Request) -> SessionBody:
    """Who is logged in, with which roles."""
    here = exchange(request)
    identity = here.identity
    if identity is None:
        return SessionBody(
            user=None, guest=True, roles=[], withheldRoles=[], duties=None, typedUserId=None
        )
    roles = sorted(identity.roles)
    return SessionBody(
        user=UserBody(id=str(identity.user), email=identity.email, name=identity.name, roles=roles),
        guest=False,
        roles=roles,
        withheldRoles=sorted(identity.withheld),
        duties=None if identity.duties is None else sorted(identity.duties),
        typedUserId=here.typed or None,
    )
