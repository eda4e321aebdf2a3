"""Products as staff send and see them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.texts import one_line
from holdfast.api.staff.picture_bodies import ImageAsked, StaffImage, staff_image
from holdfast.api.staff.product_words import (
    MAX_OPTIONS,
    MAX_VALUES,
    HeadWordsAsked,
    ProductWordsAsked,
    StaffHeadWords,
    StaffProductWords,
    Value,
    Word,
    head_body,
    heads_asked,
    texts_body,
)
from holdfast.api.staff.variant_bodies import (
    Line,
    StaffProductVariant,
    VariantAsked,
    variant_body,
    variant_edit,
)
from holdfast.catalog import (
    MAX_ATTRIBUTES,
    MAX_HTML,
    MAX_IMAGES,
    MAX_NUMBER,
    MAX_TAGS,
    MAX_VARIANTS,
    Image,
    Product,
    Status,
    clean_html,
)
from holdfast.catalog.writing import MAX_NEW, OptionEdit, ProductEdit
from holdfast.flows.checkout.basket import MAX_QUANTITY
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of
from holdfast.views.staff_products import VariantNow

__all__ = [
    "ProductAsked", "StaffProduct", "StaffProductAnswer",
    "StaffProductRow", "StaffProducts", "edit_of", "product_body",
]  # fmt: skip


def _slug(text: str) -> str:
    if text != slug_of(text):
        raise ValueError(say("Use latin letters, digits and hyphens."))
    return text


Slug = Annotated[str, Field(max_length=80), AfterValidator(_slug)]
Code = Annotated[str, Field(min_length=1, max_length=120)]
AttributeValueAsked = (
    Annotated[bool, Field(strict=True)]
    | Annotated[int, Field(strict=True, ge=-MAX_NUMBER, le=MAX_NUMBER)]
    | Annotated[float, Field(strict=True, ge=-MAX_NUMBER, le=MAX_NUMBER, allow_inf_nan=False)]
    | Line
)


class OptionAsked(Ask):
    name: Word
    values: Annotated[list[Value], Field(max_length=MAX_VALUES)]
    code: Annotated[str, Field(max_length=120)] | None = Field(
        default=None, description="Of an option that is there already"
    )


class ProductAsked(Ask):
    """A product, whole: what is left out is empty."""

    name: Annotated[str, Field(max_length=255), AfterValidator(one_line)]
    description: Annotated[str, Field(max_length=MAX_HTML)] = Field(
        default="", description="HTML; what is not plain formatting is taken out"
    )
    handle: Annotated[str, Field(max_length=255)] = Field(
        default="",
        description="What its address ends with, in latin letters, digits and hyphens; empty: it "
        "stays, or is made of the name. Who comes by the one before is led on",
    )
    category_id: UUID | None = None
    seller_id: UUID | None = Field(default=None, description="None: the shop itself")
    vendor: Line = ""
    tags: Annotated[list[Value], Field(max_length=MAX_TAGS)] = Field(default_factory=list)
    status: Status = Field(default="draft", description="Only what is `active` is in the shop")
    options: Annotated[list[OptionAsked], Field(max_length=MAX_OPTIONS)] = Field(
        default_factory=list
    )
    attributes: Annotated[dict[Code, AttributeValueAsked], Field(max_length=MAX_ATTRIBUTES)] = (
        Field(default_factory=dict, description="A value for codes of attribute types")
    )
    variants: Annotated[list[VariantAsked], Field(min_length=1, max_length=MAX_VARIANTS)] = Field(
        description=f"At most {MAX_NEW} new ones at once"
    )
    images: Annotated[list[ImageAsked], Field(max_length=MAX_IMAGES)] = Field(
        default_factory=list, description="In order; the first is the product's own"
    )
    hold_units: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] | None = Field(
        default=None,
        description="Of one variant, that one buyer may hold at once; null: as the shop's settings"
        " say",
    )
    texts: Annotated[dict[Word, ProductWordsAsked], Field(max_length=10)] | None = Field(
        default=None,
        description="Its words in other languages, by `en`, `ru`, `ko`; null: they stay",
    )
    publish_at: Annotated[datetime, WRITTEN] | None = Field(
        default=None, description="When a draft goes on sale by itself; null: it does not"
    )
    search: HeadWordsAsked | None = Field(
        default=None, description="What search engines show; null: it stays"
    )


class StaffOption(Answer):
    code: str
    name: str
    values: list[str]


class StaffProduct(Answer):
    """A product as it is kept: in the shop's own words, not in the reader's language."""

    id: UUID
    handle: str
    name: str
    description: str
    category_id: UUID | None
    seller_id: UUID | None
    vendor: str
    tags: list[str]
    attributes: dict[str, bool | int | float | str]
    status: Status
    currency: str
    options: list[StaffOption]
    variants: list[StaffProductVariant] = Field(description="On sale, or to be")
    images: list[StaffImage]
    hold_units: int | None = Field(
        description="Of one variant, that one buyer may hold at once, if the product says so"
    )
    languages: list[str] = Field(description="It has translations of its words into these")
    texts: dict[str, StaffProductWords] = Field(description="Its words in others, by language")
    publish_at: Instant | None = Field(description="When a draft goes on sale by itself")
    search: StaffHeadWords
    revision: int
    created_at: Instant
    updated_at: Instant


class StaffProductAnswer(Answer):
    product: StaffProduct
    uncounted: list[UUID] = Field(
        default_factory=list,
        description="New variants whose stock could not be counted: they have none yet",
    )


class StaffProductRow(Answer):
    id: UUID
    handle: str
    name: str
    status: Status
    publish_at: Instant | None = Field(description="When a draft goes on sale by itself")
    currency: str
    category: str = Field(description="What its category is called; empty if it has none")
    category_id: UUID | None
    seller_id: UUID | None
    revision: int
    image_url: str | None
    variants: int
    price: int = Field(description="Of the cheapest variant, minor units")
    max_price: int
    variant_id: UUID | None = Field(description="Of its only variant, if it has but one")
    variant_ids: list[UUID] = Field(description="Of all that are on sale, or to be")
    discount_price: int | None = Field(description="Of its only variant, whenever it holds")
    stock: int
    held: int
    updated_at: Instant


class StaffProducts(Answer):
    products: list[StaffProductRow]
    next_cursor: str | None


def edit_of(asked: ProductAsked, images: tuple[Image, ...]) -> ProductEdit:
    """The form as the catalogue takes it; ``images`` are its pictures, looked at."""
    return ProductEdit(
        name=asked.name,
        description=clean_html(asked.description),
        category_id=asked.category_id,
        seller_id=asked.seller_id,
        vendor=asked.vendor,
        tags=tuple(dict.fromkeys(tag for tag in asked.tags if tag)),
        status=asked.status,
        options=tuple(OptionEdit(one.name, tuple(one.values), one.code) for one in asked.options),
        variants=tuple(variant_edit(one, at) for at, one in enumerate(asked.variants)),
        attributes=asked.attributes,
        images=images,
        hold_units=asked.hold_units,
        handle=asked.handle,
        words=None
        if asked.texts is None
        else {locale: one.words for locale, one in asked.texts.items()},
        publish_at=in_utc(asked.publish_at, "publishAt"),
        heads=heads_asked(asked.search, asked.texts),
    )


def product_body(product: Product, now: dict[UUID, VariantNow]) -> StaffProduct:
    """The product with what is left of each variant."""
    codes = [option.code for option in product.options]
    return StaffProduct(
        id=product.id,
        handle=product.handle,
        name=product.name,
        description=product.description,
        category_id=product.category_id,
        seller_id=product.seller_id,
        vendor=product.vendor,
        tags=list(product.tags),
        attributes=product.attributes,
        status=product.status,
        currency=product.currency,
        options=[
            StaffOption(code=one.code, name=one.name, values=list(one.values))
            for one in product.options
        ],
        variants=[
            variant_body(one, codes, now.get(one.id) or VariantNow(one.id, 0, 0, 0, None))
            for one in product.on_sale
        ],
        images=[staff_image(one) for one in product.images],
        hold_units=product.hold_units,
        languages=sorted(product.translations),
        texts=texts_body(product),
        publish_at=product.publish_at,
        search=head_body(product),
        revision=product.revision,
        created_at=product.created_at,
        updated_at=product.updated_at,
    )
