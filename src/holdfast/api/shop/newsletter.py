"""The shop's newsletter: asked for by anybody, confirmed by mail, and on one's account."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.names import Email
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.links import MailOff
from holdfast.flows.mailing.guest_contact import ContactInvalid
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.newsletters.subscribing import (
    EmailUnverified,
    NewsletterOff,
    ask_for_newsletter,
    confirm_newsletter,
    own_newsletter,
    want_newsletter,
)
from holdfast.kit.locales import Locale
from holdfast.newsletters import NewsletterLinkExpired, NewsletterLinkUnknown
from holdfast.people import TooManyLinks, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/newsletter", tags=["session"])

_Locale = Annotated[Locale | None, Field(description="In which they read; none: the browser's")]


class NewsletterAsked(Ask):
    email: Email
    locale: _Locale = None


class NewsletterOnItsWay(Answer):
    success: Literal[True] = Field(
        description="If the newsletter goes there already, nothing is mailed; which it was is not"
        " told"
    )


class NewsletterLinkAsked(Ask):
    link: Annotated[str, Field(min_length=1, max_length=100, description="As the mail has it")]


class NewsletterConfirmed(Answer):
    success: Literal[True]
    email: str


class OwnNewsletterAsked(Ask):
    subscribed: Annotated[bool, Field(strict=True)]
    locale: _Locale = None


class OwnNewsletter(Answer):
    model_config = ConfigDict(from_attributes=True)

    subscribed: bool | None = Field(
        description="Whether it goes to the address of the account. Null: the address is not"
        " confirmed, so it is not told; who asks for it has a link mailed there"
    )
    locale: Locale | None = Field(description="In which it goes there; null: it does not")


@router.post(
    "/subscriptions",
    status_code=202,
    responses=problems(MailOff, NewsletterOff, ContactInvalid, TooManyLinks),
)
async def post_newsletter_subscription(
    request: Request, asked: NewsletterAsked
) -> NewsletterOnItsWay:
    """Ask for the newsletter at an address. Nothing but a link goes there before that is opened; it
    works for three days, and not after a later one."""
    _sending(request)
    await ask_for_newsletter(
        database(request), state_of(request).link_mails, caller(request), asked.email,
        order_locale(request, asked.locale),
    )  # fmt: skip
    return NewsletterOnItsWay(success=True)


@router.post(
    "/confirmations",
    responses=problems(MailOff, NewsletterLinkUnknown, NewsletterLinkExpired),
)
async def post_newsletter_confirmation(
    request: Request, asked: NewsletterLinkAsked
) -> NewsletterConfirmed:
    """Confirm by the link that was mailed there that one wants it. Again it changes nothing."""
    found = await confirm_newsletter(database(request), _sending(request), asked.link)
    return NewsletterConfirmed(success=True, email=found.email)


@router.get("/own", responses=problems(UserUnknown))
async def get_own_newsletter(request: Request, who: Member) -> OwnNewsletter:
    """Whether one gets the newsletter at the address of one's account."""
    return OwnNewsletter.model_validate(await own_newsletter(database(request), who))


@router.put(
    "/own",
    responses=problems(MailOff, NewsletterOff, EmailUnverified, TooManyLinks, UserUnknown),
)
async def put_own_newsletter(request: Request, asked: OwnNewsletterAsked) -> OwnNewsletter:
    """Get it from now on at the address of one's account, or no more; who gets it already gets it
    in the `locale` from now on."""
    if asked.subscribed:
        _sending(request)
    found = await want_newsletter(
        database(request), state_of(request).link_mails, caller(request),
        order_locale(request, asked.locale), wanted=asked.subscribed,
    )  # fmt: skip
    return OwnNewsletter.model_validate(found)


def _sending(request: Request) -> Mailing:
    mailing = state_of(request).mailing
    if mailing is None or mailing.sender is None:
        raise MailOff("Nobody can ask for it now.")
    return mailing
