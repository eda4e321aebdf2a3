"""One-time links: what one is for, the owner's account, a new password."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.names import Email, PersonName
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database, exchange
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.profile import Password, PasswordChanged, shown
from holdfast.api.shop.session import SESSION_DAYS, LoggedIn, guest_before
from holdfast.flows.mailing.pay_links import MailOff
from holdfast.flows.people.first_start import OwnerExists, make_owner
from holdfast.flows.people.password_links import ask_password_link, choose_password
from holdfast.people import (
    BadEmail,
    EmailTaken,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    TooManyLinks,
    WeakPassword,
    by_id,
    has_admin,
    read_link,
)

__all__ = ["LinkOnItsWay", "MailOff", "Token", "router"]

router = APIRouter(prefix="/api", tags=["session"])

Token = Annotated[
    str, Field(min_length=1, max_length=100, description="What follows `#` in the link's address")
]


class LinkAsked(Ask):
    link: Token


class LinkShown(Answer):
    purpose: Literal["owner", "password", "email"]
    email: str | None = Field(description="Whose password it is about")
    expires_at: Instant


class OwnerAsked(Ask):
    link: Token
    name: PersonName
    email: Email
    password: Password = Field(description="8 to 200 characters")


class NewPassword(Ask):
    link: Token
    password: Password = Field(description="8 to 200 characters")


class LinkWanted(Ask):
    email: Email


class LinkOnItsWay(Answer):
    success: Literal[True] = Field(description="Whether anybody has the address is not told")


@router.post("/password-links", status_code=202, responses=problems(MailOff, TooManyLinks))
async def post_wanted_link(asked: LinkWanted, request: Request) -> LinkOnItsWay:
    """Have a link for a new password mailed to one's address. The answer is the same whether there
    is an account or not."""
    state, here = state_of(request), exchange(request)
    if state.mailing is None or state.mailing.sender is None:
        raise MailOff("Ask the shop for a link.")
    await ask_password_link(
        database(request), state.link_mails, asked.email, here.address, here.id,
        demo=state.demo, locale=order_locale(request, None),
    )  # fmt: skip
    return LinkOnItsWay(success=True)


@router.post("/links/check", responses=problems(LinkUnknown, LinkUsed, LinkExpired, OwnerExists))
async def check_link(asked: LinkAsked, request: Request) -> LinkShown:
    """What a one-time link is for. This does not use it up."""
    async with database(request).read() as connection:
        link = await read_link(connection, asked.link)
        if link.purpose == "owner" and await has_admin(connection):
            raise OwnerExists("Log in, or ask the owner.")
        user = None if link.user is None else await by_id(connection, link.user)
    return LinkShown(
        purpose=link.purpose, email=user.email if user else None, expires_at=link.expires_at
    )


@router.post(
    "/setup",
    status_code=201,
    responses=problems(
        LinkUnknown, LinkUsed, LinkExpired, OwnerExists, EmailTaken, BadEmail, WeakPassword
    ),
)
async def post_setup(asked: OwnerAsked, request: Request) -> LoggedIn:
    """Make the owner's account by the link that a shop without an admin prints when it starts."""
    here = exchange(request)
    user, token = await make_owner(
        database(request),
        state_of(request).passwords,
        asked.link,
        asked.name,
        asked.email,
        asked.password,
        guest_before(here),
        here.id,
    )
    here.set_cookie(here.signer.sign("u", token), SESSION_DAYS)
    return LoggedIn(user=shown(user))


@router.post("/password", responses=problems(LinkUnknown, LinkUsed, LinkExpired, WeakPassword))
async def post_new_password(asked: NewPassword, request: Request) -> PasswordChanged:
    """Choose a new password by a link from staff. Every session of this user ends; log in next."""
    user = await choose_password(
        database(request),
        state_of(request).passwords,
        asked.link,
        asked.password,
        exchange(request).id,
    )
    credentials = state_of(request).credentials
    credentials.ended(user.id)
    return PasswordChanged(success=True)
