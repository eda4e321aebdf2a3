"""A product as JSON, in one language: all of it encoded once but for the stock numbers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
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
    lowest_before,
    srcset,
    unit_price,
)
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.ratings import Rating
from holdfast.views.directory import Directory
from holdfast.views.stock import NextRelease, PreorderSeen, ProductStock, VariantStock

__all__ = [
    "ProductPage", "Shown", "attributes_of", "in_order", "page_of", "products_and_stock",
]  # fmt: skip

_encode = msgspec.json.encode
_NONE: Final = VariantStock(0, 0, 0, active=True)
_PLAIN: Final = Translation()
KEPT_FOR: Final = timedelta(hours=1)
"""A page is made anew after that at the latest, though nothing says that it changed."""


_Numbers: TypeAlias = tuple[VariantStock, datetime | None, str | None, PreorderSeen | None]
"""Of a variant, when a held unit may come free, when more of it arrives, and what of it may be
ordered before it is there."""


class _Place(Struct, frozen=True, gc=False):
    """One variant, and its JSON up to the stock."""

    id: UUID
    head: bytes


class Shown(Struct, gc=False):
    """A product's JSON, how many pieces of it are free, the version of its reviews; the beginning
    of that JSON, the same bytes for as long as nothing but numbers changes; and from where on it
    says what is more than counted."""

    body: bytes
    stock: int
    reviews: int
    head: bytes = b""
    rest_at: int = 0
    _tag: str = ""

    @property
    def tag(self) -> str:
        """Its ``ETag``: another where anything but what is only counted is another."""
        if not self._tag:
            tag = blake2b(self.head, digest_size=12)
            tag.update(b"%d%b" % (self.reviews, self.body[self.rest_at :]))
            self._tag = f'W/"{tag.hexdigest()}"'
        return self._tag


class ProductPage:
    """Static JSON of ``product`` in one locale with what ``directory`` says of it, true ``until``
    a price changes by itself; and its last rendering with stock."""

    __slots__ = (
        "_day", "_head", "_numbers", "_places", "_rating", "_sales", "_shown", "_stock",
        "directory", "product", "until",
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
        self._shown = Shown(b"", 0, 0)
        self._stock: ProductStock | None = None
        self._day = date.min

    def is_of(self, product: Product, directory: Directory, now: datetime) -> bool:
        """Whether it is still what these make of it."""
        same = self.product is product and self.directory is directory
        return same and now < self.until

    def render(self, stock: ProductStock, next_release_at: NextRelease, today: date) -> Shown:
        """The product's JSON with these numbers."""
        if stock is self._stock and stock.still and today == self._day:
            return self._shown
        now = shop_now()
        numbers = [
            (one, one.next_release(next_release_at), one.arrives(today), one.preorder(now))
            for place in self._places
            for one in (stock.variants.get(place.id, _NONE),)
        ]
        sales, rating = stock.sales, stock.rating
        if numbers != self._numbers or sales != self._sales or rating != self._rating:
            self._shown = self._spliced(numbers, sales, rating)
            self._numbers, self._sales, self._rating = numbers, sales, rating
        self._stock, self._day = stock, today
        return self._shown

    def _spliced(self, numbers: list[_Numbers], sales: int, rating: Rating) -> Shown:
        variants = b",".join(
            b'%b,"stock":%d,"held":%d,"reserved":%d,"available":%b,"full":%d,"lowAt":%b,'
            b'"version":%d,"nextReleaseAt":%b,"arrivesOn":%b,"preorder":%b}'
            % (
                place.head, one.stock, one.held, one.held, _truth(one.stock), one.full,
                _encode(one.low_at), one.version, _encode(iso(release)), _encode(arrives),
                _encode(before),
            )
            for place, (one, release, arrives, before) in zip(self._places, numbers, strict=True)
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
        counted = b'%b,"salesCount":%d' % (self._head, sales)
        return Shown(counted + rest, total, rating.version, self._head, len(counted))


def _truth(stock: int) -> bytes:
    return b"true" if stock > 0 else b"false"


def page_of(product: Product, locale: str, directory: Directory, now: datetime) -> ProductPage:
    """Encode what does not change until the product's next revision, the directory's, or until a
    discount begins or ends."""
    words = product.translations.get(locale, _PLAIN)
    prices = [one.price_at(now) for one in product.on_sale]
    cheapest = product.on_sale[prices.index(min(prices))] if prices else None
    until = now + KEPT_FOR
    if any(one.discount is not None for one in product.on_sale):
        _, changes = least_cost((one.cost for one in product.on_sale), now)
        until = min(until, changes or until)
    options = [_option(option, words) for option in product.options]
    values = {option["code"]: option["values"] for option in options}
    seller = directory.sellers.get(product.seller_id) if product.seller_id else None
    head = {
        "id": product.id,
        "handle": product.handle,
        "name": words.name or product.name,
        "description": words.description or product.description,
        "searchTitle": product.head_in(locale).title or None,
        **directory.standing(product.category_id, locale),
        "sellerId": seller.id if seller else None,
        "sellerName": seller.name if seller else None,
        "sellerSlug": seller.slug if seller and seller.has_page else None,
        "vendor": product.vendor,
        "tags": product.tags,
        "attributes": attributes_of(product, locale, directory),
        "price": cheapest.price if cheapest else 0,
        "discountPrice": _discounted(cheapest, now) if cheapest else None,
        "maxPrice": max(prices, default=0),
        "unitPrice": unit_price(cheapest.measure, min(prices)) if cheapest else None,
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
    if one.discount is None:
        return None
    price = one.price_at(now)
    return price if price < one.price else None


def attributes_of(product: Product, locale: str, directory: Directory) -> list[dict[str, object]]:
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
        "id": one.id,
        "sku": one.sku,
        "options": product.options_in(one.options, locale),
        "price": one.price,
        "discountPrice": reduced,
        "discountUntil": iso(one.discount.ends) if one.discount and reduced is not None else None,
        "compareAtPrice": one.compare_at_price,
        "lowestPriceBefore": lowest_before(one, now),
        "unitPrice": unit_price(one.measure, one.price_at(now)),
        "currency": product.currency,
        "imageUrl": one.image_url,
        "barcode": one.barcode,
        "weightGrams": one.weight_grams,
        "deliveredAs": one.delivered_as,
        "madeOfOthers": bool(one.parts),
    }


def in_order(
    documents: Mapping[tuple[UUID, str], Shown], ids: Iterable[UUID], locale: str
) -> dict[UUID, Shown]:
    """Of these, in this order, those that there are."""
    return {one: documents[key] for one in ids if (key := (one, locale)) in documents}


def products_and_stock(shown: Mapping[UUID, Shown]) -> bytes:
    """``"products":[...],"stock":{...}``."""
    return b'"products":[%b],"stock":%b' % (
        b",".join(one.body for one in shown.values()),
        _stock_of(shown),
    )


def _stock_of(shown: Mapping[UUID, Shown]) -> bytes:
    """Product id to pieces free."""
    return _encode({str(product_id): one.stock for product_id, one in shown.items()})
