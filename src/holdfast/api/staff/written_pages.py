"""Staff: pages that the merchant writes."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import one_line, written
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.catalog import MAX_HTML
from holdfast.flows.staff.shop_pages import (
    TooManyPages,
    delete_page,
    write_page,
)
from holdfast.flows.staff.shop_settings import SettingsChangedMeanwhile
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.locales import Locale
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of
from holdfast.shop import (
    PageText,
    WrittenPage,
    WrittenPageNotFound,
    read_pages,
    shop_revision,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/pages", tags=["staff"])


class PageTextAsked(Ask):
    title: Annotated[
        str,
        Field(max_length=200),
        written(say("Give the page a title.")),
        AfterValidator(one_line),
    ]
    html: Annotated[str, Field(max_length=MAX_HTML)] = Field(
        default="", description="What is not plain formatting is taken out"
    )


class WrittenPageAsked(Ask):
    """A page, whole: languages that are left out it is not in."""

    texts: Annotated[dict[Locale, PageTextAsked], Field(min_length=1, max_length=10)]
    at_foot: Annotated[bool, Field(strict=True, description="Every page leads to it")] = True
    position: Annotated[
        int, Field(ge=0, le=1000, strict=True, description="Among them, the least first")
    ] = 0


class PageTextShown(Answer):
    title: str
    html: str


class WrittenPageShown(Answer):
    slug: str = Field(description="It is at `/pages/<slug>`")
    texts: dict[str, PageTextShown] = Field(description="By language")
    at_foot: bool
    position: int
    changed_at: Instant


class WrittenPagesShown(Answer):
    pages: list[WrittenPageShown]
    revision: int = Field(description="Of settings and texts together: goes into `If-Match`")


@router.get("")
async def list_written_pages(request: Request, response: Response) -> WrittenPagesShown:
    """All pages that were written, in their order."""
    return await _shown(request, response)


@router.put(
    "/{slug}",
    responses=problems(WrittenPageNotFound, TooManyPages, SettingsChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_written_page(
    request: Request, response: Response, slug: str, asked: WrittenPageAsked
) -> WrittenPagesShown:
    """Write a page, or one in place of what it was. Its address is of latin letters, digits and
    hyphens. The audit log keeps what it was before."""
    version = version_of(request)
    if slug in ("", "new") or slug != slug_of(slug):
        raise WrittenPageNotFound("Use latin letters, digits and hyphens for its address.")
    texts: dict[str, PageText] = {
        locale: PageText(one.title, one.html) for locale, one in asked.texts.items()
    }
    page = WrittenPage(slug, texts, asked.at_foot, asked.position, shop_now())
    await write_page(database(request), page, version, caller(request))
    shop_parts(request).shop.forget()
    return await _shown(request, response)


@router.delete(
    "/{slug}",
    status_code=204,
    responses=problems(WrittenPageNotFound),
)
async def delete_written_page(request: Request, slug: str) -> None:
    """Take a page away. The audit log keeps what stood there."""
    await delete_page(database(request), slug[:255], caller(request))
    shop_parts(request).shop.forget()


async def _shown(request: Request, response: Response) -> WrittenPagesShown:
    async with database(request).read() as connection:
        found = await read_pages(connection)
        version = await shop_revision(connection)
    response.headers["etag"] = etag(version)
    return WrittenPagesShown(
        revision=version,
        pages=[
            WrittenPageShown(
                slug=one.slug,
                texts={
                    locale: PageTextShown(title=text.title, html=text.html)
                    for locale, text in one.texts.items()
                },
                at_foot=one.at_foot,
                position=one.position,
                changed_at=iso(one.changed_at) or "",
            )
            for one in found
        ],
    )
