"""Staff: what was said to whom by mail, and the words it is said in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from pydantic import ConfigDict, Field

from holdfast.api.contract.access import must_let
from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database, shop_parts, shop_url
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.templates import (
    NoMailYet,
    Of,
    Template,
    all_templates,
    change_template,
    preview_template,
    put_back_template,
    read_template,
)
from holdfast.flows.mailing.wanting import MailKindUnknown
from holdfast.kit.clock import iso
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.mail import MAX_TEMPLATE, BadTemplate, Channel, MailStatus
from holdfast.views.mail_log import mail_log

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

Kind = Annotated[
    str, Path(min_length=1, max_length=50, examples=["order-paid"], description="Of mail")
]
Locale = Annotated[str, Path(min_length=2, max_length=5, examples=["en"], description="`en`, `ru`")]
Subject = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=MAX_TEMPLATE, description="Markdown with Jinja2's values")]


class MailRowShown(Answer):
    """`waiting` (until `dueAt`), `sending` and `handing`: on its way; `sent`; `dead`: given up, see
    `error`; `dropped`: not to be sent, see `error`. The `address` of a push is one browser of
    its person's, that of an app one phone."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    subject_id: str = Field(description="What it is about")
    order_id: UUID | None
    order_number: str | None
    owner: str
    user_id: UUID | None
    address: str
    channel: Channel
    name: str
    locale: str
    status: MailStatus
    title: str = Field(description="As it was sent; empty before")
    gathered: int = Field(description="How many others it told of as well, which are not listed")
    tries: int
    error: str
    created_at: Instant
    due_at: Instant
    ended_at: Instant | None


class MailsAnswer(Answer):
    """The newest first."""

    mails: list[MailRowShown]
    sends: bool = Field(description="Whether the shop sends any at all")
    next_cursor: str | None


class MailTemplateLine(Answer):
    model_config = ConfigDict(from_attributes=True)

    kind: str
    refusable: bool = Field(description="Whether people may turn it off")
    changed: list[str] = Field(description="Languages in which the shop has words of its own")


class MailTemplatesAnswer(Answer):
    templates: list[MailTemplateLine]


class TemplateValue(Answer):
    name: str = Field(description="As it is written; `[]`: of each of a list")
    example: str


class MailTemplateShown(Answer):
    kind: str
    locale: str
    subject: str
    text: str
    own_subject: str = Field(description="What comes with Holdfast")
    own_text: str
    changed_at: Instant | None = Field(description="Null: nobody changed it")
    values: list[TemplateValue]


class MailTemplateAsked(Ask):
    subject: Subject
    text: Text


class MailPreviewAsked(Ask):
    subject: Subject
    text: Text
    of: Literal["example", "latest"] = "example"


class MailPreview(Answer):
    title: str
    plain: str
    html: str


@router.get("/mails", responses=problems(BadCursor))
async def list_mails(
    request: Request,
    q: Annotated[
        str | None, Query(max_length=254, description="An address, a user's id, an order's number")
    ] = None,
    kind: Annotated[str | None, Query(max_length=50, description="Only of this kind")] = None,
    status: Annotated[MailStatus | None, Query(description="Only those")] = None,
    channel: Annotated[Channel | None, Query(description="Only by it")] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> MailsAnswer:
    """What was said to whom, kept a year. What is `dead` is sent again by
    `POST /api/staff/stuck`."""
    async with database(request).read() as connection:
        rows, after = await mail_log(connection, q, kind or None, status, channel, cursor, limit)
    return MailsAnswer(
        mails=[MailRowShown.model_validate(one) for one in rows],
        sends=state_of(request).mailing is not None,
        next_cursor=after,
    )


@router.get("/mail-templates")
async def list_mail_templates(request: Request) -> MailTemplatesAnswer:
    """All kinds of mail, and where the shop has words of its own."""
    found = await all_templates(database(request))
    return MailTemplatesAnswer(templates=[MailTemplateLine.model_validate(one) for one in found])


@router.get("/mail-templates/{kind}/{locale}", responses=problems(MailKindUnknown))
async def get_mail_template(request: Request, kind: Kind, locale: Locale) -> MailTemplateShown:
    """What a kind of mail says in a language, and what it may ask for."""
    return _shown(await read_template(database(request), kind, locale))


@router.put("/mail-templates/{kind}/{locale}", responses=problems(MailKindUnknown, BadTemplate))
async def put_mail_template(
    request: Request, kind: Kind, locale: Locale, asked: MailTemplateAsked
) -> MailTemplateShown:
    """Say this from now on. A value that there is not, or a mistake, is named with its line; the
    audit log keeps what it said before."""
    here = database(request)
    await change_template(here, caller(request), kind, locale, asked.subject, asked.text)
    return _shown(await read_template(here, kind, locale))


@router.delete("/mail-templates/{kind}/{locale}", responses=problems(MailKindUnknown))
async def delete_mail_template(request: Request, kind: Kind, locale: Locale) -> MailTemplateShown:
    """Say again what comes with Holdfast."""
    here = database(request)
    await put_back_template(here, caller(request), kind, locale)
    return _shown(await read_template(here, kind, locale))


@router.post(
    "/mail-templates/{kind}/{locale}/preview",
    responses=problems(MailKindUnknown, BadTemplate, NoMailYet),
)
async def preview_mail_template(
    request: Request, kind: Kind, locale: Locale, asked: MailPreviewAsked, who: Member
) -> MailPreview:
    """How it looks, of an example or of the newest mail of its kind, which is for whose duty it is
    to read mails. Nothing is kept or sent."""
    if asked.of == "latest":
        must_let(who, "GET /api/staff/mails")
    shop = await shop_parts(request).shop.now()
    of: Of = asked.of
    looks = await preview_template(
        database(request), shop, shop_url(request), kind, locale, asked.subject, asked.text, of
    )
    return MailPreview(title=looks.title, plain=looks.plain, html=looks.html)


def _shown(found: Template) -> MailTemplateShown:
    return MailTemplateShown(
        kind=found.kind,
        locale=found.locale,
        subject=found.subject,
        text=found.text,
        own_subject=found.own_subject,
        own_text=found.own_text,
        changed_at=None if found.changed_at is None else iso(found.changed_at),
        values=[TemplateValue(name=name, example=example) for name, example in found.names],
    )
