"""Pictures as staff and sellers send and see them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line
from holdfast.catalog import Image, KeptPicture, srcset
from holdfast.flows.inventory.named_pictures import NamedPicture

__all__ = ["ImageAsked", "PictureAnswer", "StaffImage", "picture_answer", "staff_image"]

Alt = Annotated[str, Field(max_length=512), AfterValidator(one_line)]
Language = Annotated[str, Field(min_length=2, max_length=10)]


class ImageAsked(Ask):
    url: Annotated[str, Field(min_length=1, max_length=2048)] = Field(
        description="As `POST /api/staff/pictures` answered, or as the product has it"
    )
    alt: Alt = ""
    alts: Annotated[dict[Language, Alt], Field(max_length=10)] = Field(
        default_factory=dict, description="The text in other languages, by their codes"
    )

    @property
    def named(self) -> NamedPicture:
        given = {language: text for language, text in self.alts.items() if text}
        return NamedPicture(self.url, self.alt, given)


class PictureAnswer(Answer):
    url: str = Field(description="What a product names it by")
    width: int = Field(description="Of the largest size")
    height: int
    srcset: str = Field(description="Its sizes as WebP, as an `img` takes them")
    avif_srcset: str = Field(description="The same as AVIF")
    stand_in: str = Field(description="A few pixels of it, as a data URI, to be shown blurred")


class StaffImage(Answer):
    url: str
    alt: str
    alts: dict[str, str] = Field(description="The text in other languages, by their codes")
    width: int | None
    height: int | None
    srcset: str = Field(description="Its sizes as WebP; empty: there is one")
    avif_srcset: str
    stand_in: str = Field(description="A few pixels of it, as a data URI, to be shown blurred")


def picture_answer(found: KeptPicture) -> PictureAnswer:
    return PictureAnswer(
        url=found.url,
        width=found.width,
        height=found.height,
        srcset=srcset(found.name, found.widths),
        avif_srcset=srcset(found.name, found.widths, "avif"),
        stand_in=found.stand_in,
    )


def staff_image(one: Image) -> StaffImage:
    return StaffImage(
        url=one.url,
        alt=one.alt,
        alts=one.alts,
        width=one.width,
        height=one.height,
        srcset=srcset(one.picture, one.widths),
        avif_srcset=srcset(one.picture, one.widths, "avif"),
        stand_in=one.stand_in,
    )
