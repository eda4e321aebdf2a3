"""Staff make and change products. A new one comes with its variants and their opening stock in one
command; a change is one transaction of the catalogue, and only the stock of variants that are new
in it follows, through the ledger.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    Product,
    ProductChanged,
    ProductNotFound,
    StockChanged,
    shared_with_others,
    stock_key,
)
from holdfast.catalog.writing import (
    PRODUCT_ROWS,
    VARIANT_ROWS,
    Edit,
    ProductEdit,
    add_variants,
    difference,
    edit_faults,
    edited,
    find_product,
    free_handle,
    goes_on_sale,
    lock_catalogue,
    move_handle,
    product_row,
    put_products,
    reference_faults,
    refresh_prices,
    variant_row,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.idempotency import stored
from holdfast.flows.commit.patience import LedgerAway, commit_patiently
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.putting_away import VariantInStock, refuse_in_stock
from holdfast.flows.inventory.selling_sellers import SELLS_NOT, kept_off_sale
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import FieldError, Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of
from holdfast.ledger import Accepted, AlreadyDone, Command, Conflict, Deposit, Insert, Rider, tell
from holdfast.sellers import seller_moved, seller_of, still_sells
from holdfast.shop import read_settings

__all__ = [
    "BadProduct", "CurrencyMissing", "ProductChangedMeanwhile", "VariantInStock", "change_product",
    "make_product", "shops_currency",
]  # fmt: skip

OPENING: Final = "opening stock"
_MAX_FAULTS: Final = 20
_TRIES: Final = 3  # when somebody else takes the same handle meanwhile
_STOCK_WITHIN: Final = 5.0  # seconds, well below those a request may take


class BadProduct(Problem):
    """A form that makes no product; ``errors`` names each field at fault."""

    status = 422
    code = "product-invalid"
    title = "The product cannot be saved like this"


class CurrencyMissing(Problem):
    """The shop has no currency yet, so nothing can have a price."""

    status = 409
    code = "currency-missing"
    title = "The shop has no currency yet"


class ProductChangedMeanwhile(Problem):
    """Somebody else saved the product since it was read."""

    status = 412
    code = "product-changed"
    title = "The product was changed meanwhile"


async def make_product(stockroom: Stockroom, caller: Caller, edit: ProductEdit) -> UUID:
    """The new product's id; that of the first, if the request is a repetition.

    Raises :class:`BadProduct`, :class:`CurrencyMissing` and the problems of the ledger.
    """
    _refuse_faults(edit_faults(None, edit))
    product_id = new_id()
    for last in range(_TRIES - 1, -1, -1):
        async with stockroom.database.read() as connection:
            currency = await shops_currency(connection)
            await _refuse_unknown(connection, edit)
            wanted = edit.handle or slug_of(edit.name) or "product"
            handle = await free_handle(connection, wanted)
            if edit.handle and handle != edit.handle:
                raise _taken(edit.handle)
            rows = edited(None, edit, product_id, handle, currency)
            await _refuse_off_sale(connection, None, rows)
        try:
            outcome = await stockroom.ledger.commit(_making(rows, product_id, caller))
        except asyncpg.UniqueViolationError:
            if not last:
                raise
            continue
        match outcome:
            case Accepted():
                return product_id
            case AlreadyDone(answer=answer):
                return stored(answer, UUID)
            case Conflict(subject=subject) if last and seller_moved(subject):
                continue  # suspended, or leaving, at this very moment: look again
            case _:
                raise refuse(outcome)
    raise AssertionError("the last try returns or raises")


def _making(rows: Edit, product_id: UUID, caller: Caller) -> Command:
    """The product, its variants, their stock and the audit line, all or none; on sale, only while
    its seller sells."""
    costs = [(one.price, one.discount) for _, one in rows.additions]
    about = {"name": rows.product["name"], "status": rows.product["status"]}
    return caller.keyed(
        _openings(rows),
        (
            Insert(PRODUCT_ROWS, (product_row(rows.product, costs, shop_now()),)),
            Insert(VARIANT_ROWS, tuple(variant_row(row, one.stock) for row, one in rows.additions)),
            caller.audited("product.made", product_id, about),
            tell(ProductChanged("staff"), product_id),
            *_while_selling(rows),
        ),
        f"product/{product_id}",
        product_id,
    )


def _while_selling(rows: Edit) -> Iterator[Rider]:
    seller = rows.product["seller_id"]
    if seller and goes_on_sale(None, rows.product):
        yield still_sells(UUID(str(seller)))


async def change_product(
    stockroom: Stockroom,
    caller: Caller,
    product_id: UUID,
    revision: int,
    edit: ProductEdit,
    seller_id: UUID | None = None,
) -> tuple[UUID, ...]:
    """Save the form over the product as it was at ``revision``. What comes back are new variants
    whose opening stock could not be counted: they are there, with none. ``seller_id``: only if it
    is that seller's.

    Raises :class:`~holdfast.catalog.ProductNotFound`, :class:`ProductChangedMeanwhile`,
    :class:`BadProduct` and :class:`VariantInStock`.
    """
    async with stockroom.database.transaction() as connection:
        await lock_catalogue(connection)
        known = await find_product(connection, product_id)
        if known is None or (seller_id is not None and known.seller_id != seller_id):
            raise ProductNotFound(
                say("There is no product {product}.", product=product_id), field="productId"
            )
        if known.revision != revision:
            raise ProductChangedMeanwhile(
                "Someone else saved it after you opened it. Reload it and make your changes again.",
                extra={"revision": known.revision},
            )
        _refuse_faults(edit_faults(known, edit))
        await _refuse_unknown(connection, edit, known)
        handle = await _handle(connection, known, edit)
        rows = edited(known, edit, product_id, handle, known.currency)
        await _refuse_off_sale(connection, known, rows)
        await refuse_in_stock(connection, known, rows.away)
        await put_products(connection, [rows.product], rows.updates)
        await add_variants(connection, [row for row, _ in rows.additions])
        await refresh_prices(connection, [product_id])
        about = difference(
            known, rows.product, (*rows.updates, *(row for row, _ in rows.additions))
        )
        await caller.note(connection, "product.changed", str(product_id), about)
        await write_event(connection, ProductChanged("staff"), product_id, caller.request)
    return await _open_stock(stockroom, rows, product_id, caller)


async def shops_currency(connection: AsyncConnection) -> str:
    """What prices are in. Raises :class:`CurrencyMissing`."""
    currency = (await read_settings(connection)).currency
    if currency is None:
        raise CurrencyMissing("Choose the shop's currency in its settings first.")
    return currency


async def _handle(connection: AsyncConnection, known: Product, edit: ProductEdit) -> str:
    """The handle it has from now on; who comes by the one before is led on."""
    if not edit.handle or edit.handle == known.handle:
        return known.handle
    if not await move_handle(connection, known.id, known.handle, edit.handle):
        raise _taken(edit.handle)
    return edit.handle


def _taken(handle: str) -> BadProduct:
    detail = say("Another product has the address {handle}, or had it before.", handle=handle)
    return BadProduct.of([FieldError("handle", "taken", detail)])


async def _refuse_unknown(
    connection: AsyncConnection, edit: ProductEdit, known: Product | None = None
) -> None:
    """What the form names by id or code is there; of attributes, what the product has not yet."""
    had = known.attributes if known else {}
    new = {code: value for code, value in edit.attributes.items() if had.get(code) != value}
    faults = await reference_faults(connection, edit.category_id, new)
    if edit.seller_id is not None and await seller_of(connection, edit.seller_id) is None:
        faults.append(FieldError("sellerId", "unknown", "There is no such seller."))
    moves = known is not None and edit.seller_id != known.seller_id
    if known and moves and await shared_with_others(connection, known.id):
        said = say("Something made of several goods has one seller, and this is part of one.")
        faults.append(FieldError("sellerId", "part-of-others", said))
    _refuse_faults(iter(faults))


async def _refuse_off_sale(connection: AsyncConnection, known: Product | None, rows: Edit) -> None:
    if await kept_off_sale(connection, [(known, rows.product)]):
        raise BadProduct.of([SELLS_NOT], named=True)


async def _open_stock(
    stockroom: Stockroom, rows: Edit, product_id: UUID, caller: Caller
) -> tuple[UUID, ...]:
    operations = _openings(rows)
    if not operations:
        return ()
    told = tuple(
        tell(StockChanged("deposit", one.stock, OPENING), row["id"])
        for row, one in rows.additions
        if one.stock
    )
    key = f"opening-stock/{product_id}/{rows.additions[0][0]['id']}"
    command = caller.command(operations, told, key)
    try:
        async with asyncio.timeout(_STOCK_WITHIN):
            outcome = await commit_patiently(stockroom.ledger, command)
    except (LedgerAway, TimeoutError):
        outcome = None
    if isinstance(outcome, Accepted | AlreadyDone):
        return ()
    return tuple(UUID(str(row["id"])) for row, one in rows.additions if one.stock)


def _openings(rows: Edit) -> tuple[Deposit, ...]:
    return tuple(
        Deposit(stock_key(UUID(str(row["id"]))), one.stock, note=OPENING)
        for row, one in rows.additions
        if one.stock
    )


def _refuse_faults(faults: Iterator[FieldError]) -> None:
    found = tuple(islice(faults, _MAX_FAULTS))
    if found:
        raise BadProduct.of(found, named=True)
