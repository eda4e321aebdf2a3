"""Which mails and pushes one wants: by kind and channel, on one's account; by a mail's own link,
without a login."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, database
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.wanting import (
    MailKindUnknown,
    MailLinkUnknown,
    MailNeeded,
    read_left,
    want_by_link,
    want_kind,
    wanted_kinds,
)
from holdfast.kit.locales import Locale
from holdfast.mail import Channel

__all__ = ["LeaveLink", "router"]

router = APIRouter(prefix="/api", tags=["session"])

Kind = Annotated[
    str, Path(min_length=1, max_length=50, examples=["cart-left"], description="Of mail")
]
LeaveLink = Annotated[str, Field(min_length=1, max_length=300, description="As the mail has it")]


class MailKindShown(Answer):
    """A kind of mail or push that one may do without, and whether one wants it."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    channel: Channel
    wanted: bool


class MailLinkShown(MailKindShown):
    """What a mail's link is about."""

    locale: Locale | None = Field(
        description="In which the newsletter comes; null: any other mail, or it does not come"
    )


class MailKindsAnswer(Answer):
    kinds: list[MailKindShown] = Field(
        description="All that can be turned off; mail that serves a purchase always comes"
    )


class MailWantedAsked(Ask):
    wanted: Annotated[bool, Field(strict=True)]
    channel: Channel = "mail"


class MailLinkAsked(Ask):
    link: LeaveLink


class MailLinkWantedAsked(Ask):
    link: LeaveLink
    wanted: Annotated[bool, Field(strict=True)]
    locale: Annotated[
        Locale | None,
        Field(
            description="In which the newsletter is to come, one of the shop's; none, and other"
            " mails: as before"
        ),
    ] = None


@router.get("/mail-preferences")
async def list_mail_preferences(request: Request, who: Member) -> MailKindsAnswer:
    """Which mails one wants, and which pushes, where the shop sends these."""
    found = await wanted_kinds(database(request), state_of(request).mailing, who)
    return MailKindsAnswer(kinds=[MailKindShown.model_validate(one) for one in found])


@router.put("/mail-preferences/{kind}", responses=problems(MailKindUnknown, MailNeeded))
async def put_mail_preference(
    request: Request, kind: Kind, asked: MailWantedAsked, who: Member
) -> MailKindShown:
    """Want mails of this kind, or pushes, or no more; what is under way may still come."""
    here = database(request)
    found = await want_kind(here, who.id, kind, asked.channel, wanted=asked.wanted)
    return MailKindShown.model_validate(found)


@router.post("/mail-links/check", responses=problems(MailLinkUnknown))
async def check_mail_link(asked: MailLinkAsked, request: Request) -> MailLinkShown:
    """What a mail's link to get no more of them is about. This changes nothing."""
    found = await read_left(database(request), state_of(request).mailing, asked.link)
    return MailLinkShown.model_validate(found)


@router.post("/mail-links", responses=problems(MailLinkUnknown))
async def post_mail_link(asked: MailLinkWantedAsked, request: Request) -> MailLinkShown:
    """Get no more mails of the kind that the link came with, or get them again; without a login."""
    mailing = state_of(request).mailing
    found = await want_by_link(
        database(request), mailing, asked.link, wanted=asked.wanted, locale=asked.locale
    )
    return MailLinkShown.model_validate(found)
