"""Staff: the shop's home page."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.home_blocks import Blocks, PictureBody, home_of, pictures_of
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.flows.staff.shop_home import BadHome, save_home, sound_home
from holdfast.flows.staff.shop_settings import SettingsChangedMeanwhile
from holdfast.shop import Banner, Collection, HomeWords, Source, Text, read_home, shop_revision
from holdfast.views.home_page import picture_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/home-page", tags=["staff"])


class HomeAsked(Ask):
    """All blocks in their order; null: as if nobody had arranged it."""

    blocks: Blocks | None


class WordsShown(Answer):
    title: str
    text: str
    link: str
    alt: str


class BlockShown(Answer):
    """A block as it is kept; what its kind has no use for is empty."""

    kind: Literal["banner", "collection", "text"]
    words: dict[str, WordsShown]
    picture: PictureBody | None = None
    link: str = ""
    source: Source | None = None
    count: int = 0
    category_id: UUID | None = None
    product_ids: list[UUID] = Field(default_factory=list)


class HomeShown(Answer):
    blocks: list[BlockShown] | None = Field(description="null: nobody arranged it")
    revision: int = Field(
        description="Of settings, texts and home page together: goes into `If-Match`"
    )


@router.get("")
async def get_home_page(request: Request, response: Response) -> HomeShown:
    """The home page as it is kept, in every language."""
    return await _shown(request, response)


@router.put(
    "",
    responses=problems(BadHome, SettingsChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_home_page(request: Request, response: Response, asked: HomeAsked) -> HomeShown:
    """Show this from now on; every process goes by it at once. The audit log keeps what it was
    before."""
    version = version_of(request)
    home = None
    if asked.blocks is not None:
        room, named = state_of(request).pictures, pictures_of(asked.blocks)
        home = await sound_home(room, home_of(asked.blocks), named)
    await save_home(database(request), home, version, caller(request))
    shop_parts(request).shop.forget()
    return await _shown(request, response)


async def _shown(request: Request, response: Response) -> HomeShown:
    async with database(request).read() as connection:
        home = await read_home(connection)
        version = await shop_revision(connection)
    response.headers["etag"] = etag(version)
    blocks = None if home is None else [_body(one) for one in home]
    return HomeShown(blocks=blocks, revision=version)


def _body(block: Banner | Collection | Text) -> BlockShown:
    said: dict[str, Any] = msgspec.to_builtins(block)
    said["words"] = {locale: _words(one) for locale, one in block.words.items()}
    if isinstance(block, Banner) and block.picture is not None:
        said["picture"] = picture_of(block.picture)
    return BlockShown.model_validate(said)


def _words(one: HomeWords) -> dict[str, str]:
    return {name: getattr(one, name) for name in one.__struct_fields__}
