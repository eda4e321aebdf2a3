"""A shop with a ledger and nothing in it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from holdfast.db.engine import Database
from holdfast.flows.inventory.catalogue_import import ImportTerms, import_catalogue
from holdfast.flows.inventory.import_report import ImportReport
from holdfast.ledger import Ledger
from tests.support.length import PARTITIONS

SAMPLE = Path(__file__).parents[2] / "support" / "data" / "shopify-apparel.csv"
HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,"
    "Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,"
    "Variant Compare At Price,Image Src,Image Position,Image Alt Text,Variant Image,Status"
)
Write = Callable[..., Path]


@dataclass
class Shop:
    """The parts a flow needs, and what one asks about afterwards."""

    database: Database
    ledger: Ledger

    async def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.database.pool.fetch(statement, *values)]

    async def stock(self) -> dict[str, int]:
        """What is free, by product's handle and variant's options."""
        rows = await self.rows(
            """SELECT p.handle || coalesce('/' || (v.options ->> 'size'), ''), a.balance
               FROM variants v JOIN products p ON p.id = v.product_id
               LEFT JOIN ledger_accounts a ON a.key = 'stock/' || v.id"""
        )
        return {str(name): int(str(free or 0)) for name, free in rows}

    async def load(self, path: Path, **terms: object) -> ImportReport:
        chosen = ImportTerms(**({"currency": "USD"} | terms))  # type: ignore[arg-type]
        return await import_catalogue(self.database, self.ledger, path, chosen)


@pytest.fixture(params=PARTITIONS)
async def shop(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    database = Database(database_url)
    await database.start()
    ledger = Ledger(database_url, partitions=request.param)
    await ledger.start()
    yield Shop(database, ledger)
    await ledger.close()
    await database.close()


@pytest.fixture
def write(scratch: Path) -> Write:
    """A file of these rows under our header."""

    def written(*rows: str, name: str = "shop.csv", header: str = HEADER) -> Path:
        path = scratch / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return written
