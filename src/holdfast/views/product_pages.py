"""A product as JSON, in one language: all of it encoded once but for the stock numbers."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.catalog import (
    COLOR,
    MEMORY,
    Option,
    Product,
    Translation,
    Variant,
    least_cost,
    srcset,
)
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.ratings import Rating
from holdfast.views.directory import Directory
from holdfast.views.stock import NextRelease, ProductStock, VariantStock

__all__ = ["ProductPage", "Shown", "page_of"]

_encode = msgspec.json.encode
_NONE: Final = VariantStock(0, 0, 0, active=True)
_PLAIN: Final = Translation()
KEPT_FOR: Final = timedelta(hours=1)
"""A page is made anew after that at the latest, though nothing says that it changed."""


_Numbers: TypeAlias = tuple[VariantStock, datetime | None, str | None]
"""Of a variant, when a held unit may come free, and when more of it arrives."""


class _Place(Struct, frozen=True):
    """One variant, and its JSON up to the stock."""

    id: UUID
    head: bytes


class Shown(Struct, frozen=True):
    """A product's JSON, how many pieces of it are free, the version of its reviews, and its
    ``ETag``: another where anything but what is only counted is another."""

    body: bytes
    stock: int
    reviews: int
    tag: str


class ProductPage:
    """Static JSON of ``product`` in one locale with what ``directory`` says of it, true ``until``
    a price changes by itself; and its last rendering with stock."""

    __slots__ = (
        "_head", "_numbers", "_places", "_rating", "_sales", "_shown", "directory", "product",
        "until",
    )  # fmt: skip

    def __init__(
        self,
        product: Product,
        directory: Directory,
        until: datetime,
        head: bytes,
        places: tuple[_Place, ...],
    ) -> None:
        self.product = product
        self.directory = directory
        self.until = until
        self._head = head
        self._places = places
        self._numbers: object = None
        self._sales = 0
        self._rating = Rating()
        self._shown = Shown(b"", 0, 0, "")

    def is_of(self, product: Product, directory: Directory, now: datetime) -> bool:
        """Whether it is still what these make of it."""
        same = self.product is product and self.directory is directory
        return same and now < self.until

    def render(self, stock: ProductStock, next_release_at: NextRelease) -> Shown:
        """The product's JSON with these numbers."""
        today = shop_now().date()
        numbers = [
            (one, one.next_release(next_release_at), one.arrives(today))
            for place in self._places
            for one in (stock.variants.get(place.id, _NONE),)
        ]
        sales, rating = stock.sales, stock.rating
        if numbers != self._numbers or sales != self._sales or rating != self._rating:
            self._shown = self._spliced(numbers, sales, rating)
            self._numbers, self._sales, self._rating = numbers, sales, rating
        return self._shown

    def _spliced(self, numbers: list[_Numbers], sales: int, rating: Rating) -> Shown:
        variants = b",".join(
            b'%b,"stock":%d,"held":%d,"reserved":%d,"available":%b,"full":%d,"lowAt":%b,'
            b'"version":%d,"nextReleaseAt":%b,"arrivesOn":%b}'
            % (
                place.head, one.stock, one.held, one.held, _truth(one.stock), one.full,
                _encode(one.low_at), one.version, _encode(iso(release)), _encode(arrives),
            )
            for place, (one, release, arrives) in zip(self._places, numbers, strict=True)
        )  # fmt: skip
        total = sum(one.stock for one, *_ in numbers)
        held = sum(one.held for one, *_ in numbers)
        rest = (
            b',"rating":%.1f,"reviewsCount":%d,"starCounts":%b,'
            b'"stock":%d,"held":%d,"reserved":%d,"available":%b,"inStock":%b,"stockQuantity":%d,'
            b'"variants":[%b]}'
        ) % (
            rating.mean, rating.count, _encode(rating.stars),
            total, held, held, _truth(total), _truth(total), total,
            variants,
        )  # fmt: skip
        tag = blake2b(self._head, digest_size=12)
        tag.update(b"%d%b" % (rating.version, rest))
        body = b'%b,"salesCount":%d%b' % (self._head, sales, rest)
        return Shown(body, total, rating.version, f'W/"{tag.hexdigest()}"')


def _truth(stock: int) -> bytes:
    return b"true" if stock > 0 else b"false"


def page_of(product: Product, locale: str, directory: Directory, now: datetime) -> ProductPage:
    """Encode what does not change until the product's next revision, the directory's, or until a
    discount begins or ends."""
    words = product.translations.get(locale, _PLAIN)
    cheapest = min(product.on_sale, key=lambda one: one.price_at(now), default=None)
    _, changes = least_cost((one.cost for one in product.on_sale), now)
    until = min(now + KEPT_FOR, changes or datetime.max.replace(tzinfo=UTC))
    options = [_option(option, words) for option in product.options]
    values = {option["code"]: option["values"] for option in options}
    way = directory.categories.way(product.category_id)
    seller = directory.sellers.get(product.seller_id) if product.seller_id else None
    head = {
        "id": str(product.id),
        "handle": product.handle,
        "name": words.name or product.name,
        "description": words.description or product.description,
        "category": way[-1].name_in(locale) if way else "",
        "categoryId": str(product.category_id) if way else None,
        "categoryName": way[-1].name_in(locale) if way else None,
        "categoryPath": [
            {"id": str(one.id), "slug": one.slug, "name": one.name_in(locale)} for one in way
        ],
        "sellerId": str(seller.id) if seller else None,
        "sellerName": seller.name if seller else None,
        "vendor": product.vendor,
        "tags": product.tags,
        "attributes": _attributes(product, locale, directory),
        "price": cheapest.price if cheapest else 0,
        "discountPrice": _discounted(cheapest, now) if cheapest else None,
        "maxPrice": max((one.price_at(now) for one in product.on_sale), default=0),
        "currency": product.currency,
        "images": [
            {
                "url": one.url,
                "alt": one.alt_in(locale),
                "width": one.width,
                "height": one.height,
                "srcset": srcset(one.picture, one.widths),
                "avifSrcset": srcset(one.picture, one.widths, "avif"),
                "standIn": one.stand_in,
            }
            for one in product.images
        ],
        "options": options,
        "colors": values.get(COLOR, []),
        "memoryOptions": values.get(MEMORY, []),
        "createdAt": iso(product.created_at),
        "updatedAt": iso(product.updated_at),
    }
    places = tuple(
        _Place(one.id, _open(_variant(product, one, locale, now))) for one in product.on_sale
    )
    return ProductPage(product, directory, until, _open(head), places)


def _discounted(one: Variant, now: datetime) -> int | None:
    """What it costs, if that is less than usual."""
    price = one.price_at(now)
    return price if price < one.price else None


def _attributes(product: Product, locale: str, directory: Directory) -> list[dict[str, object]]:
    """In the order of their types; what staff took away since is not shown."""
    return [
        {
            "code": code,
            "name": known.name_in(locale),
            "value": known.value_in(product.attributes[code], locale),
            "unit": known.unit,
        }
        for code, known in directory.attributes.items()
        if code in product.attributes
    ]


def _open(document: dict[str, object]) -> bytes:
    """The JSON object without its closing brace, to be gone on with."""
    return _encode(document)[:-1]


def _option(option: Option, words: Translation) -> dict[str, object]:
    translated = words.options.get(option.code)
    name = translated.name if translated else None
    named = translated.values if translated else {}
    return {
        "code": option.code,
        "name": name or option.name,
        "values": [named.get(value, value) for value in option.values],
        "swatches": {named.get(value, value): hue for value, hue in option.swatches.items()},
    }


def _variant(product: Product, one: Variant, locale: str, now: datetime) -> dict[str, object]:
    reduced = _discounted(one, now)
    return {
        "id": str(one.id),
        "sku": one.sku,
        "options": product.options_in(one.options, locale),
        "price": one.price,
        "discountPrice": reduced,
        "discountUntil": iso(one.discount.ends) if one.discount and reduced is not None else None,
        "compareAtPrice": one.compare_at_price,
        "currency": product.currency,
        "imageUrl": one.image_url,
        "barcode": one.barcode,
        "weightGrams": one.weight_grams,
    }
