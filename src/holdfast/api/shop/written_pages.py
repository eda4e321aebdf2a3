"""Pages that the merchant wrote."""

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.kit.clock import iso
from holdfast.shop import WrittenPageNotFound, read_pages

__all__ = ["router"]

router = APIRouter(prefix="/api/pages", tags=["shop"])


class WrittenPageBody(Answer):
    slug: str
    title: str
    html: str
    locale: str = Field(description="The language it is in, if it is not in the one asked for")
    changed_at: Instant


@router.get(
    "/{slug}",
    responses=problems(WrittenPageNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_written_page(request: Request, slug: str) -> WrittenPageBody:
    """A page of the shop's: in the reader's language, else in the first of the shop's that it is
    in."""
    languages = (await shop_parts(request).shop.now()).languages
    async with database(request).read() as connection:
        found = await read_pages(connection, slug[:255])
    if not found:
        raise WrittenPageNotFound
    locale, text = found[0].text_in(locale_of(request), languages)
    return WrittenPageBody(
        slug=found[0].slug,
        title=text.title,
        html=text.html,
        locale=locale,
        changed_at=iso(found[0].changed_at) or "",
    )
