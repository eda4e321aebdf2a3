"""A product as JSON, in one language: all of it encoded once but for the stock numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.catalog import COLOR, MEMORY, Option, Product, Translation, Variant, stock_key
from holdfast.kit.clock import iso
from holdfast.views.stock import NextRelease, VariantStock

__all__ = ["ProductPage", "page_of"]

_encode = msgspec.json.encode
_NONE: Final = VariantStock(0, 0, 0, active=True)
_PLAIN: Final = Translation()


class _Place(Struct, frozen=True):
    """One variant: where its stock stands, and its JSON up to the stock."""

    id: UUID
    key: str
    head: bytes


class ProductPage:
    """Static JSON of ``product`` in one locale, and its last rendering with stock."""

    __slots__ = ("_body", "_head", "_places", "_shown", "product")

    def __init__(self, product: Product, head: bytes, places: tuple[_Place, ...]) -> None:
        self.product = product
        self._head = head
        self._places = places
        self._shown: object = None
        self._body: tuple[bytes, int] = (b"", 0)

    def render(
        self, stock: Mapping[UUID, VariantStock], next_release_at: NextRelease
    ) -> tuple[bytes, int]:
        """The product's JSON with these numbers, and how many pieces are free."""
        shown = [
            (one, next_release_at(place.key) if one.held else None)
            for place in self._places
            for one in (stock.get(place.id, _NONE),)
        ]
        if shown != self._shown:
            self._body = self._spliced(shown)
            self._shown = shown
        return self._body

    def _spliced(self, shown: list[tuple[VariantStock, datetime | None]]) -> tuple[bytes, int]:
        variants = b",".join(
            b'%b,"stock":%d,"held":%d,"reserved":%d,"available":%b,"full":%d,"lowAt":%b,'
            b'"version":%d,"nextReleaseAt":%b}'
            % (
                place.head, one.stock, one.held, one.held, _truth(one.stock), one.full,
                _encode(one.low_at), one.version, _encode(iso(release)),
            )
            for place, (one, release) in zip(self._places, shown, strict=True)
        )  # fmt: skip
        total = sum(one.stock for one, _ in shown)
        held = sum(one.held for one, _ in shown)
        body = b'%b,"stock":%d,"held":%d,"reserved":%d,"available":%b,"variants":[%b]}' % (
            self._head, total, held, held, _truth(total), variants,
        )  # fmt: skip
        return body, total


def _truth(stock: int) -> bytes:
    return b"true" if stock > 0 else b"false"


def page_of(product: Product, locale: str) -> ProductPage:
    """Encode what does not change until the product's next revision."""
    words = product.translations.get(locale, _PLAIN)
    prices = [one.price for one in product.on_sale] or [0]
    options = [_option(option, words) for option in product.options]
    values = {option["code"]: option["values"] for option in options}
    head = {
        "id": str(product.id),
        "handle": product.handle,
        "name": words.name or product.name,
        "description": words.description or product.description,
        "category": words.category or product.category,
        "vendor": product.vendor,
        "price": min(prices),
        "maxPrice": max(prices),
        "currency": product.currency,
        "images": [
            {"url": one.url, "alt": one.alt, "width": one.width, "height": one.height}
            for one in product.images
        ],
        "options": options,
        "colors": values.get(COLOR, []),
        "memoryOptions": values.get(MEMORY, []),
        "createdAt": iso(product.created_at),
        "updatedAt": iso(product.updated_at),
    }
    places = tuple(
        _Place(one.id, stock_key(one.id), _open(_variant(product, one, locale)))
        for one in product.on_sale
    )
    return ProductPage(product, _open(head), places)


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


def _variant(product: Product, one: Variant, locale: str) -> dict[str, object]:
    return {
        "id": str(one.id),
        "sku": one.sku,
        "options": product.options_in(one.options, locale),
        "price": one.price,
        "compareAtPrice": one.compare_at_price,
        "currency": product.currency,
        "imageUrl": one.image_url,
    }
