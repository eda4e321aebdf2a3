"""The shop's home page."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.home_blocks import Blocks, PictureBody, home_of, pictures_of
from holdfast.api.contract.problems import problems
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import ProductBody
from holdfast.flows.staff.shop_home import BadHome, sound_home
from holdfast.shop import Source

__all__ = ["router"]

router = APIRouter(prefix="/api/home", tags=["shop"], route_class=DirectRoute)

_JSON: Final = "application/json"
_FRESH: Final = {"cache-control": "no-store"}


class BannerBody(Answer):
    kind: Literal["banner"]
    picture: PictureBody | None
    link: str = Field(description="A page of the shop (`/category/lamps`), an `https://` address")
    title: str
    text: str
    link_text: str
    alt: str = Field(description="What the picture shows")


class CollectionBody(Answer):
    kind: Literal["collection"]
    source: Source
    title: str = Field(description="Empty: name it by its source")
    link: str = Field(description="To all of the category; empty: there is none")
    count: int = Field(description="How many products there are in it now")
    products: list[ProductBody]


class HomeTextBody(Answer):
    kind: Literal["text"]
    title: str
    html: str


class HomeBody(Answer):
    arranged: bool = Field(description="Whether somebody arranged it: else best sellers stand here")
    blocks: list[
        Annotated[BannerBody | CollectionBody | HomeTextBody, Field(discriminator="kind")]
    ] = Field(description="In their order, above the list of all products")
    stock: dict[str, int] = Field(description="Product id to pieces free")


class HomePreviewAsked(Ask):
    blocks: Blocks


@router.get(
    "",
    response_model=None,
    responses={200: {"model": HomeBody}, **problems()},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_home(request: Request) -> Response:
    """The home page as the shop arranged it, in the reader's language, with its products and what
    is left of each."""
    return packed(request, await state_of(request).home.body(locale_of(request)), _JSON, _FRESH)


@router.post(
    "/preview",
    response_model=None,
    responses={200: {"model": HomeBody}, **problems(BadHome)},
    openapi_extra=IN_A_LANGUAGE,
)
async def post_home_preview(request: Request, asked: HomePreviewAsked) -> Response:
    """Staff: what the home page would be, were it arranged like this. Nothing is kept."""
    here, named = state_of(request), pictures_of(asked.blocks)
    home = await sound_home(here.pictures, home_of(asked.blocks), named)
    return packed(request, await here.home.preview(home, locale_of(request)), _JSON, _FRESH)
