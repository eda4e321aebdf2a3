"""A cart as its owner sees it: with what is sold under its lines now, and what has changed."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct, structs

from holdfast.cart import Cart, CartItem
from holdfast.catalog import Product, Shelf, Variant, stock_key
from holdfast.db.engine import Database
from holdfast.kit import iso
from holdfast.ledger import MAX_BALANCE, AccountState
from holdfast.locations import Stocks
from holdfast.preorders import open_preorders
from holdfast.sellers import Seller
from holdfast.views.directory import DirectoryReads
from holdfast.views.made_of import Part, parts_named
from holdfast.views.stock import PreorderSeen

__all__ = ["CartItemSeen", "CartSeen", "cart_seen"]

Change: TypeAlias = Literal["price", "short", "gone"]


class ProductSeen(Struct, frozen=True, rename="camel"):
    """What a line shows of its product, which may not be on sale any more."""

    id: UUID
    handle: str
    name: str
    image_url: str | None
    on_sale: bool
    seller_name: str | None


class PartSeen(Struct, frozen=True, rename="camel"):
    """So many ``units`` of it are in one of the line."""

    variant_id: UUID
    product_id: UUID
    handle: str | None
    product_name: str
    options: Mapping[str, str]
    sku: str
    units: int


class CartItemSeen(Struct, frozen=True, rename="camel"):
    """A line. Of one that is gone, ``price`` is the last that was seen."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    product: ProductSeen
    options: dict[str, str]
    made_of: tuple[PartSeen, ...] | None
    quantity: int
    price: int
    price_before: int | None
    currency: str
    subtotal: int
    available: int
    preorder: PreorderSeen | None
    changes: tuple[Change, ...]


class Total(Struct, frozen=True):
    currency: str
    amount: int


class CartSeen(Struct, frozen=True, rename="camel"):
    """``total`` is that of the lines that can be bought, if they are in one currency."""

    items: tuple[CartItemSeen, ...]
    total: int | None
    currency: str | None
    totals: tuple[Total, ...]
    items_count: int
    version: int


async def cart_seen(
    database: Database,
    shelf: Shelf,
    stocks: Stocks,
    directory: DirectoryReads,
    cart: Cart | None,
    held: Mapping[UUID, int],
    locale: str | None,
    now: datetime,
) -> CartSeen:
    """As it is ``now``; None is an empty one. ``held``: units by variant that are held for it."""
    items = () if cart is None else cart.items
    products, stock = await gather(
        shelf.get_many(one.product_id for one in items),
        gather(*(stocks.of(stock_key(one.variant_id)) for one in items)),
    )
    variants = [_variant(products.get(item.product_id), item) for item in items]
    stock = await gather(
        *(
            _made_of(stocks, variant, account)
            for variant, account in zip(variants, stock, strict=True)
        )
    )
    inside = await _inside(database, variants, locale)
    short = [
        one.variant_id
        for one, account in zip(items, stock, strict=True)
        if account.balance + held.get(one.variant_id, 0) < one.quantity
    ]
    announced = await _announced(database.pool, stocks, short, now) if short else {}
    sold = any(one.seller_id is not None for one in products.values())
    sellers = (await directory.now()).sellers if sold else {}  # the shop's own name none
    seen = tuple(
        _seen(
            item,
            product,
            parts,
            account.balance + held.get(item.variant_id, 0),
            announced.get(item.variant_id),
            sellers,
            locale,
            now,
        )
        for item, account, parts in zip(items, stock, inside, strict=True)
        if (product := products.get(item.product_id)) is not None
    )
    totals: dict[str, int] = {}
    for one in seen:
        if "gone" not in one.changes:
            totals[one.currency] = min(totals.get(one.currency, 0) + one.subtotal, MAX_BALANCE)
    only = next(iter(totals.items())) if len(totals) == 1 else None
    return CartSeen(
        seen,
        (only[1] if only else 0) if len(totals) < 2 else None,
        only[0] if only else None,
        tuple(Total(code, amount) for code, amount in totals.items()),
        sum(one.quantity for one in seen),
        0 if cart is None else cart.version,
    )


def _variant(product: Product | None, item: CartItem) -> Variant | None:
    variants = () if product is None else product.variants
    return next((one for one in variants if one.id == item.variant_id), None)


async def _inside(
    database: Database, variants: Sequence[Variant | None], locale: str | None
) -> list[list[Part]]:
    """What is in each, if it is made of others."""
    units = [{} if one is None else one.parts for one in variants]
    if not any(units):
        return [[] for _ in units]
    async with database.read() as connection:
        return await parts_named(connection, units, locale)


async def _made_of(stocks: Stocks, variant: Variant | None, own: AccountState) -> AccountState:
    """What there is of its parts, if it is made of others."""
    return own if variant is None or not variant.parts else await stocks.made_of(variant.goods)


async def _announced(
    pool: asyncpg.Pool, stocks: Stocks, variants: Sequence[UUID], now: datetime
) -> dict[UUID, PreorderSeen]:
    """What of these may be ordered before it is there."""
    found = await open_preorders(pool, variants, now)
    free = await gather(*(stocks.to_come(stock_key(one)) for one in found))
    return {
        key: PreorderSeen(account.balance, one.expected_on.isoformat(), iso(one.ends_at))
        for (key, one), account in zip(found.items(), free, strict=True)
        if account.balance
    }


def _seen(
    item: CartItem,
    product: Product,
    parts: Sequence[Part],
    free: int,
    announced: PreorderSeen | None,
    sellers: Mapping[UUID, Seller],
    locale: str | None,
    now: datetime,
) -> CartItemSeen:
    variant = _variant(product, item)
    sold = product.active and variant is not None and variant.active
    seller = sellers.get(product.seller_id) if product.seller_id else None
    price = variant.price_at(now) if variant is not None and sold else item.price
    currency = product.currency if sold else item.currency
    changes: list[Change] = []
    moved = (price, currency) != (item.price, item.currency)
    if not sold:
        changes.append("gone")
    if moved:
        changes.append("price")
    if sold and free + (announced.available if announced else 0) < item.quantity:
        changes.append("short")
    return CartItemSeen(
        item.variant_id,
        product.id,
        item.variant_id,
        ProductSeen(
            product.id,
            product.handle,
            product.name_in(locale),
            product.picture_of(item.variant_id),
            sold,
            seller.name if seller else None,
        ),
        {} if variant is None else product.options_in(variant.options, locale),
        tuple(PartSeen(*structs.astuple(one)) for one in parts) or None,
        item.quantity,
        price,
        item.price if moved and currency == item.currency else None,
        currency,
        price * item.quantity,
        free if sold else 0,
        announced if sold else None,
        tuple(changes),
    )
