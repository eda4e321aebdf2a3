"""One change of many products at once, looked at first if that is wanted."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import Product, ProductChanged
from holdfast.catalog.writing import (
    BulkChange,
    bulk_edited,
    bulk_faults,
    difference,
    find_products_by_id,
    lock_catalogue,
    put_products,
    reference_faults,
    refresh_prices,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.inventory.catalogue_editing import BadProduct
from holdfast.flows.inventory.selling_sellers import SELLS_NOT, kept_off_sale
from holdfast.kit import FieldError
from holdfast.kit.sentences import say

__all__ = ["MOST_AT_ONCE", "BulkProduct", "BulkRow", "change_many"]

MOST_AT_ONCE: Final = 500


class BulkProduct(Struct, frozen=True):
    """A product, if it still is what was read: ``revision`` None takes it as it is."""

    id: UUID
    revision: int | None = None


class BulkRow(Struct, frozen=True):
    """What the change makes of one product; with ``refused`` it stays as it is."""

    id: UUID
    name: str = ""
    revision: int = 0
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    refused: FieldError | None = None


async def change_many(
    database: Database,
    caller: Caller,
    asked: Sequence[BulkProduct],
    change: BulkChange,
    *,
    preview: bool,
    seller_id: UUID | None = None,
) -> list[BulkRow]:
    """Change each product that can be changed, in one transaction; with ``preview`` none. One that
    is named twice counts once. ``seller_id``: only of that seller. Raises :class:`BadProduct` for
    a category that is not there, and for a discount that ends before it begins."""
    if faults := list(bulk_faults(change)):
        raise BadProduct.of(faults)
    distinct = list({one.id: one for one in asked}.values())
    async with database.transaction() as connection:
        await lock_catalogue(connection)
        if isinstance(change.category_id, UUID):
            faults = await reference_faults(connection, change.category_id, {})
            if faults:
                raise BadProduct.of(faults)
        known = await find_products_by_id(connection, [one.id for one in distinct])
        found = []
        for one in distinct:
            product = known.get(one.id)
            if product is not None and seller_id in (None, product.seller_id):
                found.append(_row(product, one, change))
            else:
                detail = say("There is no product {product}.", product=one.id)
                none = FieldError("id", "product-not-found", detail)
                found.append((BulkRow(one.id, refused=none), None))
        off = await kept_off_sale(
            connection, [(known[row.id], put[0]) for row, put in found if put]
        )
        rows, written = [], []
        for row, put in found:
            if str(row.id) in off:
                rows.append(_refused(row, SELLS_NOT))
                continue
            rows.append(row)
            if put is not None:
                written.append((row, put))
        if not preview:
            await _write(connection, caller, written)
    return rows


_Put = tuple[dict[str, object], tuple[dict[str, object], ...]]


def _row(product: Product, asked: BulkProduct, change: BulkChange) -> tuple[BulkRow, _Put | None]:
    row = BulkRow(product.id, product.name, product.revision)
    if asked.revision not in (None, product.revision):
        detail = say("Someone else saved it meanwhile.")
        return _refused(row, FieldError("revision", "product-changed", detail)), None
    edited = bulk_edited(product, change)
    if isinstance(edited, FieldError):
        return _refused(row, edited), None
    apart = difference(product, *edited)
    if not apart["after"] and not apart["before"]:
        return row, None
    before, after = apart["before"], apart["after"]
    return BulkRow(product.id, product.name, product.revision, before, after), edited


def _refused(row: BulkRow, why: FieldError) -> BulkRow:
    return BulkRow(row.id, row.name, row.revision, refused=why)


async def _write(
    connection: AsyncConnection, caller: Caller, written: Sequence[tuple[BulkRow, _Put]]
) -> None:
    products = [product for _, (product, _) in written]
    variants = [row for _, (_, variants) in written for row in variants]
    await put_products(connection, products, variants)
    await refresh_prices(connection, [row.id for row, _ in written])
    for row, _ in written:
        about = {"before": row.before, "after": row.after}
        await caller.note(connection, "product.changed", str(row.id), about)
    facts = [(ProductChanged("staff"), row.id) for row, _ in written]
    await write_events(connection, facts, caller.request)
