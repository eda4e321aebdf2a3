"""Logging in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.state import state_of
from holdfast.flows.people.logins import AccountDisabled, WrongPassword, log_in
from holdfast.people import MAX_PASSWORD, LoginThrottle, Passwords, TooManyLogins, user_owner

__all__ = ["SESSION_DAYS", "LoggedIn", "LoggedOut", "UserBody", "guest_before", "router"]

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


class SessionBody(BaseModel):
    user: UserBody | None
    guest: bool = Field(description="Whether nobody is logged in")
    roles: list[str]
    typedUserId: str | None = Field(  # noqa: N815
        description="The user id that was typed (`X-User-Id`), if that says who it is; --demo only"
    )


class LoggedOut(BaseModel):
    success: bool


def guest_before(here: Exchange) -> str | None:
    """The guest who is about to become somebody."""
    before = here.principal
    return before.id if before is not None and before.kind == "guest" else None


@router.post("/login", responses=problems(WrongPassword, AccountDisabled, TooManyLogins))
async def log_in_by_password(login: Login, request: Request) -> LoggedIn:
    """Log in by password. The answer sets the session cookie; a guest's orders and cart come
    along."""
    state, here = state_of(request), exchange(request)
    passwords: Passwords = state.passwords
    throttle: LoginThrottle = state.throttle
    user, token = await log_in(
        shop_parts(request).database,
        passwords,
        throttle,
        login.email,
        login.password,
        here.address,
        guest_before(here),
    )
    here.set_cookie(here.signer.sign("u", token), SESSION_DAYS)
    shop_parts(request).told(user_owner(user.id))  # in other tabs: a guest's cart came along
    return LoggedIn(
        user=UserBody(id=str(user.id), email=user.email, name=user.name, roles=list(user.roles))
    )


@router.post("/logout")
async def log_out(request: Request) -> LoggedOut:
    """End the session and remove its cookie. Harmless when nobody is logged in."""
    here = exchange(request)
    credentials = state_of(request).credentials
    if here.session:
        await credentials.end_session(here.session)
        here.set_cookie("")
    return LoggedOut(success=True)


@router.get("")
async def get_session(request: Request) -> SessionBody:
    """Who is logged in, with which roles."""
    here = exchange(request)
    identity = here.identity
    if identity is None:
        return SessionBody(user=None, guest=True, roles=[], typedUserId=None)
    roles = sorted(identity.roles)
    return SessionBody(
        user=UserBody(id=str(identity.user), email=identity.email, name=identity.name, roles=roles),
        guest=False,
        roles=roles,
        typedUserId=here.typed or None,
    )
