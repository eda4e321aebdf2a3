"""`holdfast import` and `holdfast export`: a merchant's catalogue from a file and to one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID

import msgspec

from holdfast.catalog.pictures import Pictures
from holdfast.commands.progress import progress_bar
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import Database
from holdfast.db.events import CHANNEL
from holdfast.db.partitions import make_partitions
from holdfast.flows.commit.caller import process
from holdfast.flows.demo.goods import Seeded, seed_demo
from holdfast.flows.inventory.catalogue_import import (
    ImportTerms,
    UnusableFile,
    import_catalogue,
)
from holdfast.flows.inventory.image_copies import ImageCopies
from holdfast.flows.inventory.import_report import ImportReport
from holdfast.flows.inventory.pictures import keeping
from holdfast.kit.money import is_currency
from holdfast.ledger import Ledger
from holdfast.locations import FIRST_LOCATION, load_locations
from holdfast.roles.pictures import come_home, pictures_of
from holdfast.server.database import database_at
from holdfast.settings import Settings
from holdfast.shop import change_settings, read_settings
from holdfast.views.catalogue_export import export_lines

__all__ = ["export_file", "import_file", "opened", "seed_shop"]

SHOWN = 20
COUNTS = "{0.created} new, {0.updated} changed, {0.unchanged} as they were"


def import_file(
    where: Where,
    file: Path,
    currency: str | None,
    *,
    set_stock: bool,
    fetch_images: bool,
    dry_run: bool,
    location: str | None,
    partitions: int,
) -> int:
    """Import, and print what became of it; 0 if every row went in, else 1."""
    if currency is not None and not is_currency(currency):
        raise CommandRefused(
            f"{currency} is not a currency code such as EUR or USD, nor PTS for points."
        )
    with database_at(where.data, where.database_url, where.tell) as url:
        data = where.data if fetch_images and not dry_run else None
        report = asyncio.run(
            _import(
                url,
                file,
                currency,
                data,
                partitions,
                set_stock=set_stock,
                dry_run=dry_run,
                location=location,
            )
        )
    print(msgspec.json.encode(report).decode() if where.as_json else _text(report))
    return 0 if report.error_count == 0 else 1


def export_file(where: Where, file: Path) -> int:
    """Write the whole catalogue, and print how much it was."""
    with database_at(where.data, where.database_url, where.tell) as url:
        products = asyncio.run(_export(url, file))
    where.show({"file": str(file), "products": products}, f"{products} products in {file}")
    return 0


async def _export(url: str, file: Path) -> int:
    database = Database(url, pool_size=2)
    await database.start()
    # In one piece or not at all: a file that is there is whole.
    unfinished = file.with_name(f"{file.name}.part")
    try:
        done = 0
        with progress_bar() as show, unfinished.open("w", encoding="utf-8", newline="") as out:
            total = await database.pool.fetchval("SELECT count(*) FROM products")
            async for lines, products in export_lines(database):
                await asyncio.to_thread(out.write, lines)
                done += products
                show("products", done, max(total, done))
        unfinished.replace(file)
    except OSError as error:
        raise CommandRefused(f"{file}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
        await database.close()
    return done


async def _import(
    url: str,
    file: Path,
    currency: str | None,
    data: Path | None,
    partitions: int,
    *,
    set_stock: bool,
    dry_run: bool,
    location: str | None,
) -> ImportReport:
    async with opened(url, partitions) as (database, ledger):
        currency = await _currency(database, currency, keep=not dry_run)
        terms = ImportTerms(
            currency,
            set_stock=set_stock,
            dry_run=dry_run,
            caller=process("cli"),
            location=await _location(database, location),
        )
        async with AsyncExitStack() as stack:
            show = stack.enter_context(progress_bar())
            copies = None
            if data is not None:
                settings = Settings.read({"data": data, "database_url": url})
                await come_home(settings)
                room = pictures_of(settings, database)
                pictures = await stack.enter_async_context(Pictures(keeping(room, "cli")))
                copies = ImageCopies(database, pictures)
            try:
                return await import_catalogue(
                    database,
                    ledger,
                    file,
                    terms,
                    fetch=copies,
                    progress=lambda done, total: show("lines", done, total),
                )
            except UnusableFile as error:
                raise CommandRefused(f"{file.name}: {error}") from error


async def _location(database: Database, asked: str | None) -> UUID:
    """The one that is meant by name or id."""
    if asked is None:
        return FIRST_LOCATION
    async with database.read() as connection:
        known = await load_locations(connection)
    for one in known:
        if asked.strip().casefold() in (str(one.id), one.name.casefold()):
            if not one.active:
                raise CommandRefused(f"{one.name} is closed: nothing new comes to it.")
            return one.id
    names = ", ".join(one.name for one in known)
    raise CommandRefused(f"There is no location {asked}. There are: {names}.")


async def _currency(database: Database, asked: str | None, *, keep: bool) -> str:
    """The currency asked for, else the shop's. A shop without one takes the first it is told."""
    async with database.transaction() as connection:
        shops = (await read_settings(connection)).currency
        chosen = asked or shops
        if chosen is None:
            raise CommandRefused(
                "The file names no currency, and the shop has none yet: say --currency EUR."
            )
        if shops is None and keep:
            await change_settings(connection, {"currency": chosen})
    return chosen


def seed_shop(where: Where, partitions: int) -> int:
    """Fill the shop with demo goods."""

    async def work(url: str) -> Seeded:
        async with opened(url, partitions) as (database, ledger):
            return await seed_demo(database, ledger)

    with database_at(where.data, where.database_url, where.tell) as url:
        seeded = asyncio.run(work(url))
    where.show(
        msgspec.to_builtins(seeded),
        f"{seeded.products} products in {seeded.variants} variants, {seeded.pieces} pieces",
    )
    return 0


@asynccontextmanager
async def opened(url: str, partitions: int) -> AsyncIterator[tuple[Database, Ledger]]:
    """The database and a ledger lane of this process's own. What is written goes to the partitions
    of its day, also before the shop was ever served."""
    database = Database(url, pool_size=4)
    ledger = Ledger(url, partitions=partitions, notify={"events": CHANNEL})
    await database.start()
    try:
        await make_partitions(database)
        await ledger.start()
        try:
            yield database, ledger
        finally:
            await ledger.close()
    finally:
        await database.close()


def _text(report: ImportReport) -> str:
    lines = [
        f"{report.file}: {report.lines} lines, prices in {report.currency}"
        + (" (dry run: nothing was written)" if report.dry_run else ""),
        "products: " + COUNTS.format(report.products),
        "variants: " + COUNTS.format(report.variants),
        f"stock: {report.stock.opened} pieces of new variants",
    ]
    if report.images_fetched:
        lines.append(f"pictures: {report.images_fetched} copied")
    for moved in report.stock.moved[:SHOWN]:
        options = " / ".join(moved.options.values())
        lines.append(f"  {moved.handle} {options}: {moved.before} -> {moved.after} on hand")
    if report.stock.moved_count > SHOWN:
        lines.append(f"  ... and {report.stock.moved_count - SHOWN} more counts set")
    for title, faults, count in (
        ("left out", report.errors, report.error_count),
        ("to know", report.notices, report.notice_count),
    ):
        lines.extend(f"line {fault.line}, {title}: {fault.reason}" for fault in faults[:SHOWN])
        if count > SHOWN:
            lines.append(f"... and {count - SHOWN} more {title} (--json lists up to 1,000)")
    if report.not_taken:
        columns = ", ".join(f"{one.column} ({one.products})" for one in report.not_taken)
        lines.append(f"columns not taken, and of how many products: {columns}")
    return "\n".join(lines)
