"""Whether the address of one's account is confirmed, and the link that confirms it."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.links import LinkOnItsWay, MailOff, Token
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.verifying import (
    AlreadyVerified,
    LinkOfAnother,
    ask_email_link,
    open_email_link,
)
from holdfast.people import (
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    TooManyLinks,
    UserUnknown,
    email_verified,
    known_user,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["session"])


class OwnEmail(Answer):
    email: str
    verified: bool = Field(description="A link that went there was opened")
    can_ask: bool = Field(description="The shop sends mail")


class EmailLinkAsked(Ask):
    link: Token


class EmailVerified(Answer):
    success: Literal[True]


@router.get("/profile/email", responses=problems(UserUnknown))
async def get_own_email(request: Request, who: Member) -> OwnEmail:
    """The address of one's account, and whether it is confirmed."""
    async with database(request).read() as connection:
        user = await known_user(connection, who.user_id)
        verified = await email_verified(connection, user.id)
    return OwnEmail(email=user.email, verified=verified, can_ask=state_of(request).sends_mail)


@router.post(
    "/profile/email-link",
    status_code=202,
    responses=problems(MailOff, AlreadyVerified, DemoAccount, TooManyLinks, UserUnknown),
)
async def post_email_link(request: Request) -> LinkOnItsWay:
    """Have a link mailed to the address of one's account, which confirms it. It works once, for a
    day, while the account has that address."""
    if not state_of(request).sends_mail:
        raise MailOff("The shop cannot send a link.")
    state = state_of(request)
    await ask_email_link(
        database(request),
        state.link_mails,
        caller(request),
        demo=state.demo,
        locale=order_locale(request, None),
    )
    return LinkOnItsWay(success=True)


@router.post("/email-links", responses=problems(LinkUnknown, LinkUsed, LinkExpired, LinkOfAnother))
async def post_opened_link(asked: EmailLinkAsked, request: Request) -> EmailVerified:
    """Confirm the address of one's account by the link that went there."""
    await open_email_link(database(request), asked.link, caller(request))
    return EmailVerified(success=True)
