"""Staff: newsletters, from the draft to what came of them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.etags import IF_VERSION, VersionMissing, version_named
from holdfast.api.contract.newsletters import (
    NewsletterBody,
    NewsletterPreviewAsked,
    NewsletterScheduled,
    NewsletterTried,
    NewsletterWritten,
    newsletter_body,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts, shop_url
from holdfast.api.shell.state import state_of
from holdfast.api.staff.mails import MailPreview
from holdfast.flows.mailing.newsletter_looks import newsletter_looks
from holdfast.flows.mailing.pay_links import MailOff
from holdfast.flows.newsletters.keeping import (
    NewsletterMoved,
    change_newsletter,
    discard_newsletter,
    draft_newsletter,
    known_newsletter,
    schedule_newsletter,
    stop_newsletter,
    try_newsletter,
)
from holdfast.flows.newsletters.readers import count_readers, counts_of
from holdfast.kit import page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.newsletters import (
    BadNewsletter,
    Newsletter,
    NewsletterChangedMeanwhile,
    NewsletterNotFound,
    newsletters_page,
)
from holdfast.people import TooManyLinks, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/newsletters", tags=["staff"])
_MOVED: Final = (NewsletterNotFound, NewsletterMoved)
_CHANGED: Final = (*_MOVED, NewsletterChangedMeanwhile, VersionMissing)


class NewslettersBody(Answer):
    newsletters: list[NewsletterBody] = Field(description="Newest first")
    next_cursor: str | None


class NewsletterReaders(Answer):
    readers: int = Field(description="How many would get it now")


class NewsletterTryOnItsWay(Answer):
    email: str = Field(description="Where it goes: the address of one's account")


@router.get("", response_model=NewslettersBody, responses=problems(BadCursor))
async def get_newsletters(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Every newsletter but those that were discarded, newest first."""
    before = decode_id(cursor)
    pool = shop_parts(request).database.pool
    page, more = page_by_id(await newsletters_page(pool, before, limit + 1), limit)
    counted = await counts_of(pool, page)
    shown = [newsletter_body(one, counted[one.id]) for one in page]
    return json_answer({"newsletters": shown, "nextCursor": more})


@router.get("/readers")
async def get_newsletter_readers(
    request: Request,
    group: Annotated[UUID | None, Query(description="Only members of this group")] = None,
) -> NewsletterReaders:
    """How many are subscribed."""
    return NewsletterReaders(readers=await count_readers(shop_parts(request).database.pool, group))


@router.get(
    "/{newsletter_id}", response_model=NewsletterBody, responses=problems(NewsletterNotFound)
)
async def get_newsletter(request: Request, newsletter_id: UUID) -> Response:
    """One newsletter, and what came of it so far."""
    return await _answer(request, await known_newsletter(shop_parts(request), newsletter_id))


@router.post(
    "",
    status_code=201,
    response_model=NewsletterBody,
    responses=problems(BadNewsletter, *TELLS_AGAIN),
)
async def post_newsletter(request: Request, asked: NewsletterWritten) -> Response:
    """Draft a newsletter. Nobody gets anything of it before it is sent."""
    made = await draft_newsletter(shop_parts(request), caller(request, "newsletter"), asked.terms())
    return await _answer(request, made, 201)


@router.put(
    "/{newsletter_id}",
    response_model=NewsletterBody,
    responses=problems(BadNewsletter, *_CHANGED, *COMMITS),
    openapi_extra={"parameters": [IF_VERSION]},
)
async def put_newsletter(
    request: Request, newsletter_id: UUID, asked: NewsletterWritten
) -> Response:
    """Change a draft, over the version that `If-Match` names."""
    by, version = caller(request), version_named(request)
    changed = await change_newsletter(
        shop_parts(request), by, newsletter_id, asked.terms(), version
    )
    return await _answer(request, changed)


@router.delete("/{newsletter_id}", status_code=204, responses=problems(*_MOVED, *COMMITS))
async def delete_newsletter(request: Request, newsletter_id: UUID) -> Response:
    """Discard a draft."""
    await discard_newsletter(shop_parts(request), caller(request), newsletter_id)
    return Response(status_code=204)


@router.post("/preview", operation_id="previewNewsletter")
async def post_preview(request: Request, asked: NewsletterPreviewAsked) -> MailPreview:
    """How readers of a language get it, with what its products cost now. Nothing is kept."""
    parts = shop_parts(request)
    looks = await newsletter_looks(
        parts.database.pool, shop_url(request), await parts.shop.now(), asked.terms(), asked.locale
    )
    return MailPreview(title=looks.title, plain=looks.plain, html=looks.html)


@router.post(
    "/{newsletter_id}/try",
    operation_id="tryNewsletter",
    status_code=202,
    responses=problems(
        MailOff, NewsletterNotFound, BadNewsletter, TooManyLinks, UserUnknown, *COMMITS
    ),
)
async def post_try(
    request: Request, newsletter_id: UUID, asked: NewsletterTried
) -> NewsletterTryOnItsWay:
    """Have it mailed to oneself, as readers of a language get it."""
    _sending(request)
    by = caller(request, f"try-newsletter/{newsletter_id}")
    throttle = state_of(request).link_mails
    email = await try_newsletter(shop_parts(request), throttle, by, newsletter_id, asked.locale)
    return NewsletterTryOnItsWay(email=email)


@router.post(
    "/{newsletter_id}/schedule",
    operation_id="scheduleNewsletter",
    response_model=NewsletterBody,
    responses=problems(MailOff, BadNewsletter, *_CHANGED, *COMMITS),
    openapi_extra={"parameters": [IF_VERSION]},
)
async def post_schedule(
    request: Request, newsletter_id: UUID, asked: NewsletterScheduled
) -> Response:
    """Have the version that `If-Match` names sent to its readers, now or at a moment; each gets it
    once."""
    _sending(request)
    by, version = caller(request, f"schedule-newsletter/{newsletter_id}"), version_named(request)
    found = await schedule_newsletter(shop_parts(request), by, newsletter_id, asked.at, version)
    return await _answer(request, found)


@router.post(
    "/{newsletter_id}/stop",
    operation_id="stopNewsletter",
    response_model=NewsletterBody,
    responses=problems(*_MOVED, *COMMITS),
)
async def post_stop(request: Request, newsletter_id: UUID) -> Response:
    """Stop it: what has not begun is a draft again, of what is under way nobody more gets it."""
    by = caller(request, f"stop-newsletter/{newsletter_id}")
    return await _answer(request, await stop_newsletter(shop_parts(request), by, newsletter_id))


def _sending(request: Request) -> None:
    mailing = state_of(request).mailing
    if mailing is None or mailing.sender is None:
        raise MailOff("Set up a server of mail first.")


async def _answer(request: Request, found: Newsletter, status: int = 200) -> Response:
    counted = await counts_of(shop_parts(request).database.pool, [found])
    return json_answer(newsletter_body(found, counted[found.id]), status)
