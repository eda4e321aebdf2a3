"""Products, ways and the shop in schema.org's words, as search engines read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from urllib.parse import quote
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import Product, Variant
from holdfast.kit.clock import iso
from holdfast.kit.money import POINTS, decimal_text
from holdfast.kit.ratings import Rating
from holdfast.reviews import MOST_STARS
from holdfast.views.heads.head import absolute, address_in, short
from holdfast.views.reviews import ShownReview
from holdfast.views.stock import VariantStock

__all__ = [
    "Json", "Told", "gtin", "organization", "product_data", "product_path", "rating_data",
    "review_data", "trail",
]  # fmt: skip

Json: TypeAlias = dict[str, Any]
MOST_OFFERS: Final = 100
MOST_PICTURES: Final = 10
MOST_REVIEWS: Final = 3
MOST_SAID: Final = 500
_MEDIA: Final = "/media/"
_CONTEXT: Final = "https://schema.org"
_GTIN_LENGTHS: Final = (8, 12, 13, 14)


class Told(Struct, frozen=True):
    """For whom a page is told: where, in which language of which, by whom, as of when. ``cdn``: a
    second origin of pictures, if there is one."""

    origin: str
    locale: str
    languages: tuple[str, ...]
    shop: str
    now: datetime
    cdn: str = ""

    def picture(self, address: str) -> str:
        """The absolute address of a picture."""
        return absolute(
            self.cdn if address.startswith(_MEDIA) and self.cdn else self.origin, address
        )

    def at(self, path: str) -> str:
        """The absolute address of a page in this language."""
        return absolute(self.origin, address_in(self.locale, path, self.languages))


def product_path(product: Product, variant: Variant | None = None) -> str:
    path = f"/product/{quote(product.handle, safe='')}"
    return path if variant is None else f"{path}?variant={variant.id}"


def gtin(barcode: str) -> str | None:
    """The barcode if it is a trade number: of a length there is, its last digit the check of the
    others."""
    if len(barcode) not in _GTIN_LENGTHS or not (barcode.isascii() and barcode.isdigit()):
        return None
    weighed = sum(int(one) * (3 if at % 2 == 0 else 1) for at, one in enumerate(barcode[-2::-1]))
    return barcode if (weighed + int(barcode[-1])) % 10 == 0 else None


def product_data(
    product: Product,
    description: str,
    category: Sequence[str],
    stock: Mapping[UUID, VariantStock],
    rating: Rating,
    reviews: Sequence[ShownReview],
    facts: Sequence[Mapping[str, object]],
    seller: str | None,
    told: Told,
) -> Json:
    """A Product with its offers and newest reviews; offers for points, which are no money, are left
    out. ``facts``: what describes it; ``seller``: who sells it, if the shop itself does not."""
    data: Json = {
        "@context": _CONTEXT,
        "@type": "Product",
        "@id": absolute(told.origin, product_path(product)),
        "name": product.name_in(told.locale),
        "description": description or None,
        "url": told.at(product_path(product)),
        "image": [told.picture(one.url) for one in product.images[:MOST_PICTURES]] or None,
        "category": " > ".join(category) or None,
        "brand": {"@type": "Brand", "name": product.vendor} if product.vendor else None,
        "sku": product.on_sale[0].sku or None if len(product.on_sale) == 1 else None,
        "additionalProperty": [_fact(one) for one in facts] or None,
        "offers": _offers(product, stock, seller or told.shop, told),
    }
    if rating.count > 0:
        data["aggregateRating"] = rating_data(rating)
        data["review"] = [review_data(one) for one in reviews[:MOST_REVIEWS]] or None
    return _without_nothing(data)


def _fact(one: Mapping[str, object]) -> Json:
    return _without_nothing(
        {
            "@type": "PropertyValue",
            "name": one["name"],
            "value": one["value"],
            "unitText": one["unit"] or None,
        }
    )


def rating_data(rating: Rating) -> Json:
    """Of something that was rated."""
    return {
        "@type": "AggregateRating",
        "ratingValue": rating.mean,
        "reviewCount": rating.count,
    }


def review_data(one: ShownReview) -> Json:
    """As it shows."""
    return _without_nothing(
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": one.username},
            "datePublished": iso(one.created_at),
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": one.rating,
                "bestRating": MOST_STARS,
                "worstRating": 1,
            },
            "reviewBody": short(one.text, MOST_SAID) or None,
        }
    )


def _offers(
    product: Product, stock: Mapping[UUID, VariantStock], seller: str, told: Told
) -> Json | None:
    if product.currency == POINTS or not product.on_sale:
        return None
    single = len(product.on_sale) == 1
    offers = [
        _offer(product, one, stock, seller, told, single=single)
        for one in product.on_sale[:MOST_OFFERS]
    ]
    if single:
        return offers[0]
    prices = [one.price_at(told.now) for one in product.on_sale]
    return {
        "@type": "AggregateOffer",
        "priceCurrency": product.currency,
        "lowPrice": decimal_text(min(prices), product.currency),
        "highPrice": decimal_text(max(prices), product.currency),
        "offerCount": len(prices),
        "offers": offers,
    }


def _offer(
    product: Product,
    one: Variant,
    stock: Mapping[UUID, VariantStock],
    seller: str,
    told: Told,
    *,
    single: bool,
) -> Json:
    numbers = stock.get(one.id)
    there = "OutOfStock"
    if numbers is not None and numbers.stock > 0:
        there = "InStock"
    elif numbers is not None and numbers.preorder(told.now) is not None:
        there = "PreOrder"
    reduced = one.discount is not None and one.price_at(told.now) < one.price
    ends = one.discount.ends if one.discount and reduced else None
    return _without_nothing(
        {
            "@type": "Offer",
            "url": told.at(product_path(product, None if single else one)),
            "name": ", ".join(product.options_in(one.options, told.locale).values()) or None,
            "sku": one.sku or None,
            "gtin": gtin(one.barcode),
            "price": decimal_text(one.price_at(told.now), product.currency),
            "priceCurrency": product.currency,
            "priceValidUntil": iso(ends),
            "availability": f"{_CONTEXT}/{there}",
            "itemCondition": f"{_CONTEXT}/NewCondition",
            "seller": {"@type": "Organization", "name": seller},
        }
    )


def trail(steps: Sequence[tuple[str, str]], told: Told) -> Json:
    """A BreadcrumbList of names and paths, from the shop on."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": told.at(path)}
            for place, (name, path) in enumerate(((told.shop, "/"), *steps), 1)
        ],
    }


def organization(told: Told, logo: str | None = None) -> Json:
    """The shop itself."""
    return _without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "Organization",
            "name": told.shop,
            "url": f"{told.origin}/",
            "logo": told.picture(logo) if logo else None,
        }
    )


def _without_nothing(data: Json) -> Json:
    return {name: value for name, value in data.items() if value is not None}
