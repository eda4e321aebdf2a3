"""Filling a shop with a believable catalogue of any size, for trials and measurements.

Each step is one ledger command: some hundred products with their variants, opening stock, counts
and events, all or none. What stands is always whole, and going on with `--add` begins behind it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import CategoryPath, ProductChanged, path_of, stock_key
from holdfast.catalog.seeds import (
    SELLERS,
    Goods,
    attribute_types,
    category_paths,
    load_words,
    make_goods,
    seller_id,
    seller_name,
)
from holdfast.catalog.writing import (
    SEEDED_COUNT_ROWS,
    SEEDED_PRODUCT_ROWS,
    SEEDED_VARIANT_ROWS,
    learn_sizes,
    lock_catalogue,
    make_paths,
    put_attribute,
    raise_directory,
    read_attributes,
    seeded_count_row,
    seeded_product_row,
    seeded_variant_rows,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.patience import commit_patiently
from holdfast.kit import shop_now
from holdfast.kit.money import exponent
from holdfast.kit.slugs import slug_of
from holdfast.ledger import Accepted, Command, Deposit, Insert, Ledger, analyze_accounts, tell
from holdfast.sellers import Seller, add_seller, locked_sellers
from holdfast.shop import change_settings, read_settings

__all__ = ["NotEmpty", "SeedReport", "SeedTerms", "seed_catalogue"]

CURRENCY: Final = "EUR"
AT_ONCE: Final = 300  # products, with 460 variants as a rule
LINES: Final = 512  # of a command
_LEARNED_AT: Final = (1_000, 10_000, 100_000, 1_000_000)
_COUNT: Final = sa.text("SELECT count(*) FROM products")
_WHO: Final = process("seed")


class NotEmpty(Exception):
    """The shop has products, and nobody said that more are wanted."""

    exit_code = 1


class SeedTerms(Struct, frozen=True):
    """So many ``products`` of the catalogue with this ``seed``; ``add``: beside what is there."""

    products: int
    seed: int = 1
    add: bool = False
    caller: Caller = _WHO


class SeedReport(Struct, rename="camel"):
    """What was made."""

    products: int = 0
    variants: int = 0
    pieces: int = 0


class _Ground(Struct, frozen=True):
    """What the products stand on; ``first`` is the number of the first to be made."""

    first: int
    currency: str
    categories: Mapping[str, UUID]


async def seed_catalogue(
    database: Database, ledger: Ledger, terms: SeedTerms, progress: Callable[[int, int], None]
) -> SeedReport:
    """Make the products. Raises :class:`NotEmpty`."""
    async with database.transaction() as connection:
        ground = await _ground(connection, terms)
    report = SeedReport()
    end = ground.first + terms.products
    steps = [range(at, min(at + AT_ONCE, end)) for at in range(ground.first, end, AT_ONCE)]
    making = asyncio.create_task(asyncio.to_thread(_made, terms, ground, steps[0]))
    for place, _ in enumerate(steps):
        goods = await making
        if place + 1 < len(steps):  # made while this one is written
            making = asyncio.create_task(asyncio.to_thread(_made, terms, ground, steps[place + 1]))
        for some in _commands(goods):
            await _put(ledger, terms, ground, some)
            _tell(report, some)
        progress(report.products, terms.products)
        if any(report.products - AT_ONCE < size <= report.products for size in _LEARNED_AT):
            await _learn(database)
    await _learn(database)
    return report


async def _ground(connection: AsyncConnection, terms: SeedTerms) -> _Ground:
    """Categories, attributes and sellers, made where they are missing."""
    await lock_catalogue(connection)
    there: int = (await connection.execute(_COUNT)).scalar_one()
    if there and not terms.add:
        raise NotEmpty(f"The shop has {there} products. Say --add to put more beside them.")
    currency = (await read_settings(connection)).currency
    if currency is None:
        await change_settings(connection, {"currency": CURRENCY})
    known = await read_attributes(connection)
    for one in attribute_types():
        if one.code not in known:
            await put_attribute(connection, one)
    sellers = await locked_sellers(connection)
    slugs = {one.slug for one in sellers.values()}
    for number in range(SELLERS):
        name = seller_name(number)
        if seller_id(number) not in sellers:
            slug = slug_of(name)
            slug = slug if slug not in slugs else f"{slug}-{seller_id(number).hex[:8]}"
            await add_seller(
                connection, Seller(seller_id(number), slug, name, "", None, True), None
            )
    paths = category_paths()
    found: dict[CategoryPath, UUID] = await make_paths(connection, paths)
    await raise_directory(connection)
    kinds = load_words().kinds
    categories = {kind.key: found[path_of(path)] for kind, path in zip(kinds, paths, strict=True)}
    return _Ground(there, currency or CURRENCY, categories)


def _made(terms: SeedTerms, ground: _Ground, numbers: range) -> list[Goods]:
    words, unit = load_words(), 10 ** exponent(ground.currency)
    return [make_goods(words, terms.seed, number, unit) for number in numbers]


def _commands(goods: Sequence[Goods]) -> list[list[Goods]]:
    """In pieces, each with as many variants as a command has lines at most."""
    pieces: list[list[Goods]] = [[]]
    lines = 0
    for one in goods:
        if lines + len(one.variants) > LINES:
            pieces.append([])
            lines = 0
        pieces[-1].append(one)
        lines += len(one.variants)
    return pieces


async def _put(ledger: Ledger, terms: SeedTerms, ground: _Ground, goods: Sequence[Goods]) -> None:
    outcome = await commit_patiently(
        ledger, await asyncio.to_thread(_opening, terms, ground, goods)
    )
    assert isinstance(outcome, Accepted), outcome


def _opening(terms: SeedTerms, ground: _Ground, goods: Sequence[Goods]) -> Command:
    """Products with their variants, what was counted of them and their first deposits."""
    now = shop_now()
    categories = [ground.categories[one.truth.kind] for one in goods]
    with_category = list(zip(goods, categories, strict=True))
    products = tuple(
        seeded_product_row(one, category, ground.currency, now) for one, category in with_category
    )
    counts = tuple(seeded_count_row(one, category) for one, category in with_category)
    variants = tuple(row for one in goods for row in seeded_variant_rows(one))
    fact = ProductChanged("seed")
    return terms.caller.command(
        tuple(
            Deposit(stock_key(variant.id), variant.stock, note="seed")
            for one in goods
            for variant in one.variants
            if variant.stock
        ),
        (
            Insert(SEEDED_PRODUCT_ROWS, products),
            Insert(SEEDED_VARIANT_ROWS, variants),
            Insert(SEEDED_COUNT_ROWS, counts),
            *(tell(fact, one.id) for one in goods),
        ),
        f"seed/{goods[0].id}",
    )


def _tell(report: SeedReport, goods: Sequence[Goods]) -> None:
    report.products += len(goods)
    report.variants += sum(len(one.variants) for one in goods)
    report.pieces += sum(variant.stock for one in goods for variant in one.variants)


async def _learn(database: Database) -> None:
    """Let PostgreSQL look at what grew."""
    async with database.transaction() as connection:
        await learn_sizes(connection)
        await analyze_accounts(connection)
