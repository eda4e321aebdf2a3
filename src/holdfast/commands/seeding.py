"""`holdfast seed --products N`: a believable catalogue of any size."""

import asyncio
import time

import msgspec

from holdfast.commands.catalogue import opened
from holdfast.commands.progress import progress_bar
from holdfast.commands.where import CommandRefused, Where
from holdfast.flows.inventory.seeding import NotEmpty, SeedReport, SeedTerms, seed_catalogue
from holdfast.server.database import database_at

__all__ = ["seed_products"]


def seed_products(where: Where, terms: SeedTerms, partitions: int) -> int:
    """Make the products, and print how many."""
    begun = time.monotonic()
    with database_at(where.data, where.database_url, where.tell) as url:
        try:
            report = asyncio.run(_seed(url, terms, partitions))
        except NotEmpty as error:
            raise CommandRefused(str(error), error.exit_code) from error
    seconds = time.monotonic() - begun
    where.show(
        msgspec.to_builtins(report) | {"seconds": round(seconds, 1)},
        f"{report.products:,} products in {report.variants:,} variants, {report.pieces:,} pieces, "
        f"in {seconds:.0f} s",
    )
    return 0


async def _seed(url: str, terms: SeedTerms, partitions: int) -> SeedReport:
    async with opened(url, partitions) as (database, ledger):
        with progress_bar() as show:
            return await seed_catalogue(
                database, ledger, terms, lambda done, total: show("products", done, total)
            )
