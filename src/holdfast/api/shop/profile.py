"""Signing up, and looking after one's own account."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.names import Email, PersonName
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database, exchange, login_desk
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.state import state_of
from holdfast.api.shop.session import SESSION_DAYS, LoggedIn, LoggedOut, UserBody, guest_before
from holdfast.flows.people.accounts import (
    CurrentPasswordWrong,
    DemoAccount,
    change_email,
    change_language,
    change_name,
    change_password,
    end_all_sessions,
    sign_up,
)
from holdfast.flows.people.consents import ConsentMissing
from holdfast.kit.locales import Locale
from holdfast.people import (
    MAX_PASSWORD,
    BadEmail,
    EmailTaken,
    TooManyLogins,
    TooManySignUps,
    User,
    WeakPassword,
)

__all__ = ["Password", "router", "shown"]

router = APIRouter(prefix="/api", tags=["session"])

# How long one has to be is said by `weak-password`, not by the schema: one sentence, one place.
Password = Annotated[str, Field(max_length=4 * MAX_PASSWORD)]


class SignUp(Ask):
    name: PersonName
    email: Email
    password: Password = Field(description="8 to 200 characters")
    consent: Annotated[bool, Field(strict=True)] = Field(
        default=False,
        description="They agree to the privacy text; needed where `consent` of `GET /api/config`",
    )


class ProfileChange(Ask):
    """A new name, or a new address with the password; what is left out stays."""

    name: PersonName | None = None
    email: Email | None = None
    current_password: Password | None = Field(default=None, description="With `email`")

    @model_validator(mode="after")
    def whole(self) -> "ProfileChange":
        if self.name is None and self.email is None:
            raise ValueError("Give a name or an email.")
        if self.email is not None and self.current_password is None:
            raise ValueError("To change the email, send currentPassword.")
        return self


class LanguageAsked(Ask):
    language: Locale


class LanguageNow(Answer):
    language: Locale


class PasswordChange(Ask):
    current_password: Password
    password: Password = Field(description="8 to 200 characters")


class PasswordChanged(Answer):
    success: bool


def shown(user: User) -> UserBody:
    return UserBody(id=str(user.id), email=user.email, name=user.name, roles=list(user.roles))


@router.post(
    "/signup",
    status_code=201,
    responses=problems(ConsentMissing, EmailTaken, BadEmail, WeakPassword, TooManySignUps),
)
async def post_signup(asked: SignUp, request: Request) -> LoggedIn:
    """Make an account and log in. What a guest ordered and holds in this browser comes along."""
    state, here = state_of(request), exchange(request)
    user, token = await sign_up(
        database(request),
        state.passwords,
        state.sign_ups,
        asked.name,
        asked.email,
        asked.password,
        here.address,
        guest_before(here),
        here.id,
        consent=asked.consent,
    )
    here.set_cookie(here.signer.sign("u", token), SESSION_DAYS)
    return LoggedIn(user=shown(user))


@router.patch(
    "/profile",
    responses=problems(EmailTaken, BadEmail, CurrentPasswordWrong, DemoAccount, TooManyLogins),
)
async def patch_profile(asked: ProfileChange, request: Request, who: Member) -> LoggedIn:
    """Change one's name, or the address one logs in with. A new address takes the password."""
    desk, user_id = login_desk(request), who.user_id
    if asked.email is not None:
        password = asked.current_password or ""
        user = await change_email(desk, caller(request), asked.email, password)
    if asked.name is not None:
        user = await change_name(desk, user_id, asked.name)
    _forget(request, user_id)
    return LoggedIn(user=shown(user))


@router.put("/profile/language")
async def put_language(asked: LanguageAsked, request: Request, who: Member) -> LanguageNow:
    """Say in which language one reads the pages: what is mailed comes in it, too. Repeating it
    changes nothing."""
    await change_language(database(request), who.user_id, asked.language)
    return LanguageNow(language=asked.language)


@router.post(
    "/profile/password",
    responses=problems(CurrentPasswordWrong, WeakPassword, DemoAccount, TooManyLogins),
)
async def post_password(asked: PasswordChange, request: Request, who: Member) -> PasswordChanged:
    """Change one's password. Every other session ends; this one stays."""
    await change_password(
        login_desk(request),
        caller(request),
        asked.current_password,
        asked.password,
        session=exchange(request).session,
    )
    _forget(request, who.user_id)
    return PasswordChanged(success=True)


@router.post("/session/logout-everywhere")
async def log_out_everywhere(request: Request, who: Member) -> LoggedOut:
    """End every session of this user, this one too. Bearer tokens stay."""
    here, user_id = exchange(request), who.user_id
    await end_all_sessions(database(request), caller(request))
    _forget(request, user_id)
    _end_cookie(here)
    return LoggedOut(success=True)


def _end_cookie(here: Exchange) -> None:
    if here.session:
        here.set_cookie("")


def _forget(request: Request, user_id: UUID) -> None:
    credentials = state_of(request).credentials
    credentials.ended(user_id)
