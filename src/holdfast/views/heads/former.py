"""Where an address leads that the shop has no page at: as staff said, or, from a shop on Shopify or
WooCommerce, to what has the same name here."""

import re
from typing import Final
from urllib.parse import quote

import asyncpg

from holdfast.shop import redirect_target
from holdfast.views.products import ProductReads

__all__ = ["moved_to"]

_MOST: Final = 1000
_LANGUAGE: Final = r"^/(?:[a-z]{2}(?:-[a-z]{2})?/)?"
_PRODUCT: Final = re.compile(rf"{_LANGUAGE}(?:collections/[^/]+/)?products/([^/]+)/?$")
_CATEGORY: Final = re.compile(rf"{_LANGUAGE}(?:collections|product-category(?:/[^/]+)*)/([^/]+)/?$")
_POLICIES: Final = {
    "/policies/refund-policy": "returns",
    "/policies/privacy-policy": "privacy",
    "/policies/terms-of-service": "terms",
    "/policies/shipping-policy": "delivery",
    "/policies/contact-information": "contacts",
}


async def moved_to(pool: asyncpg.Pool, products: ProductReads, path: str) -> str | None:
    """The address to go to, if it leads anywhere."""
    if len(path) > _MOST:
        return None
    if (told := await redirect_target(pool, path)) is not None:
        return told
    if (of_product := _PRODUCT.match(path)) is not None:
        return await _product(products, of_product[1])
    if (of_category := _CATEGORY.match(path)) is not None:
        return await _category(products, of_category[1])
    policy = _POLICIES.get(path.rstrip("/"))
    return None if policy is None else f"/policies/{policy}"


async def _product(products: ProductReads, handle: str) -> str | None:
    found = await products.address(handle)
    return None if found is None else f"/product/{quote(found[1] or handle, safe='')}"


async def _category(products: ProductReads, slug: str) -> str | None:
    if slug in ("all", "frontpage"):
        return "/"
    tree = (await products.directory.now()).categories
    known = tree.called(slug)
    now_called = known.slug if known is not None else await products.slug_now(slug)
    return None if now_called is None else f"/category/{quote(now_called, safe='')}"
