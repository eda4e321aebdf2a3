"""What was sold of a seller's goods, for a spreadsheet: a row for each line, with where it goes."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.paging import decode_id, page_of
from holdfast.views.spreadsheet import Rows, csv_pages, in_units
from holdfast.views.suborders import suborder_lines, suborders_listed

__all__ = ["OwnOrders", "suborders_csv"]

MAX_CSV: Final = 20_000  # orders
_AT_ONCE: Final = 200
_PLACE: Final = ("name", "company", "street", "city", "region", "postalCode", "country", "phone")
_HEAD: Final = (
    "number", "sold_at", "status", "buyer", "product", "sku", "options", "quantity", "returned",
    "shipped", "price", "discount", "currency", "name", "company", "street", "city", "region",
    "postal_code", "country", "phone", "note",
)  # fmt: skip


class OwnOrders(Struct, frozen=True):
    """Whose, and which of them, in words of which language."""

    seller_id: UUID
    status: str | None = None
    words: str | None = None
    cursor: str | None = None
    locale: str = ""


def suborders_csv(
    database: Database, asked: OwnOrders, partitions: int, most: int = MAX_CSV
) -> AsyncIterator[str]:
    """Piece by piece; raises BadCursor at once. Of more than ``most`` orders the last line gives
    the cursor to go on with."""
    decode_id(asked.cursor or None)

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        before = decode_id(cursor)
        found = await suborders_listed(
            database.pool, partitions, asked.seller_id, asked.status, before, limit + 1,
            words=asked.words,
        )  # fmt: skip
        rows, after = page_of(found, limit, lambda row: (str(row["order_id"]),))
        ids = [row["id"] for row in rows]
        lines = await suborder_lines(database.pool, ids, partitions, asked.locale)
        return [_cells(row, line) for row in rows for line in lines[row["id"]]], after

    return csv_pages(_HEAD, asked.cursor or None, _AT_ONCE, most, page, "Older orders")


def _cells(row: dict[str, Any], line: dict[str, Any]) -> list[object]:
    """Where it goes, unless the order is off."""
    gone = row["status"] == "cancelled" or row["address"] is None
    place = {} if gone else msgspec.json.decode(row["address"])
    price, discount = (in_units(line[one], row["currency"]) for one in ("price", "discount"))
    return [
        row["number"], row["sold_at"], row["status"], row["buyer"], line["product_name"],
        line["sku"], line["options"], line["quantity"], line["returned"], line["shipped"], price,
        discount, row["currency"], *(place.get(one, "") for one in _PLACE),
        None if gone else row["buyer_note"],
    ]  # fmt: skip
