"""The home page's blocks as staff send them, and pictures of the shop's own as pages take them."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line
from holdfast.catalog import picture_at
from holdfast.kit.locales import Locale
from holdfast.shop import (
    MAX_BLOCKS,
    MAX_SHOWN,
    Banner,
    Collection,
    Home,
    HomeWords,
    Source,
    Text,
)

__all__ = ["AskedBlock", "Blocks", "PictureBody", "home_of", "pictures_of"]

_MAX_TEXT: Final = 5000

Line = Annotated[str, Field(max_length=200), AfterValidator(one_line)]


class WordsAsked(Ask):
    """What a block says in one language."""

    title: Line = ""
    text: Annotated[str, Field(max_length=_MAX_TEXT)] = Field(
        default="", description="Plain in a banner; HTML in a text, of which formatting stays"
    )
    link: Annotated[str, Field(max_length=60), AfterValidator(one_line)] = Field(
        default="", description="The words that lead on, of a banner"
    )
    alt: Line = Field(default="", description="What the picture shows, of a banner")


Words = Annotated[dict[Locale, WordsAsked], Field(default_factory=dict)]


class BannerAsked(Ask):
    kind: Literal["banner"]
    picture: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="The address that `POST /api/staff/pictures` answered"
    )
    link: Annotated[str, Field(max_length=500)] = Field(
        default="", description="A page of the shop (`/category/lamps`), or `https://`"
    )
    words: Words


class CollectionAsked(Ask):
    kind: Literal["collection"]
    source: Source
    count: Annotated[int, Field(ge=1, le=MAX_SHOWN, strict=True)] = 10
    category_id: UUID | None = None
    product_ids: Annotated[list[UUID], Field(max_length=MAX_SHOWN)] = Field(default_factory=list)
    words: Words


class HomeTextAsked(Ask):
    kind: Literal["text"]
    words: Words


AskedBlock: TypeAlias = BannerAsked | CollectionAsked | HomeTextAsked
Blocks = Annotated[
    list[Annotated[AskedBlock, Field(discriminator="kind")]], Field(max_length=MAX_BLOCKS)
]


class PictureBody(Answer):
    """A picture of the shop's own."""

    url: str
    width: int
    height: int
    srcset: str = Field(description="Its sizes as WebP, as an `img` takes them")
    avif_srcset: str = Field(description="The same as AVIF")
    stand_in: str = Field(description="A few pixels of it, as a data URI, to be shown blurred")


def pictures_of(asked: Sequence[AskedBlock]) -> dict[int, str]:
    """The names of the pictures that banners ask for, by their places; empty: of none of ours."""
    return {
        place: picture_at(one.picture) or ""
        for place, one in enumerate(asked)
        if isinstance(one, BannerAsked) and one.picture
    }


def home_of(asked: Sequence[AskedBlock]) -> Home:
    """The blocks, pictures aside."""
    return tuple(map(_block, asked))


def _block(asked: AskedBlock) -> Banner | Collection | Text:
    words: dict[str, HomeWords] = {
        locale: HomeWords(**one.model_dump()) for locale, one in asked.words.items()
    }
    if isinstance(asked, BannerAsked):
        return Banner(link=asked.link, words=words)
    if isinstance(asked, HomeTextAsked):
        return Text(words)
    return Collection(
        asked.source,
        asked.count,
        asked.category_id if asked.source == "category" else None,
        tuple(dict.fromkeys(asked.product_ids)) if asked.source == "products" else (),
        words,
    )
