"""A statement of some days adds up to what the ledger has at both ends, wherever their midnights
lie, and whatever of the journal was put away or is gone."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from uuid import UUID, uuid4

import asyncpg
import pytest

from holdfast.db.partitions import PARTITIONED, maintain
from holdfast.kit.zones import zone
from holdfast.ledger import Command, Ledger, archive_month
from holdfast.sellers import DISPUTE, FEE, PAYOUT, SALE, HolderMoney
from holdfast.views.shop_days import ShopDays
from holdfast.views.span_statement import (
    SpanStatement,
    last_month,
    open_span,
    span_csv,
    span_page,
)
from tests.db.flows.selling.selling import money
from tests.db.flows.stage import Stage

BERLIN = zone("Europe/Berlin")
OCTOBER, NOVEMBER = date(2024, 10, 1), date(2024, 11, 1)
# In Berlin clocks went back on 27 October 2024: that day had 25 hours, from 22:00 UTC on the 26th.
MOVES: Sequence[tuple[str, tuple[tuple[int, str], ...]]] = (
    ("2024-10-26T21:59:59.999999", ((1000, SALE), (-100, FEE))),
    ("2024-10-26T22:00:00", ((500, SALE), (-50, FEE))),
    ("2024-10-27T00:30:00", ((-1350, PAYOUT),)),
    ("2024-10-27T01:30:00", ((-600, SALE), (60, FEE))),  # now 540 is owed
    ("2024-10-27T22:59:59.999999", ((-300, DISPUTE), (30, FEE))),
    ("2024-10-27T23:00:00", ((2000, SALE), (-200, FEE))),
    ("2024-10-31T22:59:59", ((700, "world/correction"),)),
    ("2024-10-31T23:00:00", ((-1, "world/correction"),)),
    ("2024-11-02T10:00:00", ((5, SALE),)),
)
NETS = [sum(change for change, _ in moves) for _, moves in MOVES]


@pytest.fixture
async def seller(stage: Stage) -> UUID:
    journal = tuple(table for table in PARTITIONED if table.table == "ledger_entries")
    for month in (OCTOBER, NOVEMBER):
        await maintain(stage.database, journal, month)
    found = uuid4()
    for moment, moves in MOVES:
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        await moved(stage, await money(stage, found), at, moves)
    stage.altered.update(("sealed", "seller-share", "payout", "account-of"))
    return found


async def moved(
    stage: Stage, theirs: HolderMoney, at: datetime, moves: tuple[tuple[int, str], ...]
) -> None:
    """At that very moment."""
    offset = at - datetime.now(UTC)
    ledger = Ledger(stage.database.url, partitions=stage.reader.partitions, clock_offset=offset)
    await ledger.start()
    named = [(one, side if "/c" in side else f"{side}{uuid4()}") for one, side in moves]
    await ledger.commit(Command(theirs.brought(*named)))
    await ledger.close()
    keys = [theirs.earned.key, theirs.owed.key]
    await stage.database.pool.execute(
        "UPDATE ledger_entries SET at = $1 WHERE key = ANY($2) AND at BETWEEN $1 AND $3",
        at, keys, at + timedelta(minutes=9),
    )  # fmt: skip


async def of_days(stage: Stage, seller: UUID, first: str, last: str) -> SpanStatement:
    days = ShopDays(date.fromisoformat(first), date.fromisoformat(last), BERLIN)
    return await open_span(stage.database, seller, "EUR", stage.reader.partitions, days)


async def balances(stage: Stage, statement: SpanStatement, limit: int) -> list[int]:
    """After each of its movements, page by page."""
    found, cursor = [], None
    while True:
        page, cursor = await span_page(
            stage.database, statement, stage.reader.partitions, limit, cursor
        )
        found += page
        if cursor is None:
            break
    before = [statement.opening, *(one.balance for one in found)]
    assert [after - one for one, after in pairwise(before)] == [one.change for one in found]
    assert before[-1] == statement.closing
    return [one.balance for one in found]


async def test_days_end_at_their_own_midnight_and_add_up(stage: Stage, seller: UUID) -> None:
    after = [0, *accumulate(NETS)]
    for first, last, begin, end in (
        ("2024-10-26", "2024-10-26", 0, 1),
        ("2024-10-27", "2024-10-27", 1, 5),  # 25 hours
        ("2024-10-28", "2024-10-31", 5, 7),
        ("2024-11-01", "2024-11-01", 7, 8),
        ("2024-10-01", "2024-10-31", 0, 7),
        ("2024-01-01", "2024-10-25", 0, 0),
        ("2024-10-20", "2030-01-01", 0, 9),
    ):
        found = await of_days(stage, seller, first, last)
        assert (found.opening, found.closing) == (after[begin], after[end]), first
        assert found.opening + sum(one.change for one in found.sums) == found.closing
        count = sum(len(moves) for _, moves in MOVES[begin:end])
        assert found.rows == count
        for limit in (1, 3, 100):
            assert len(await balances(stage, found, limit)) == count
    now = await money(stage, seller)
    assert (await of_days(stage, seller, "2024-12-01", "2024-12-01")).opening == now.balance


async def test_its_sums_are_by_kind(stage: Stage, seller: UUID) -> None:
    found = await of_days(stage, seller, "2024-10-27", "2024-10-31")
    assert [(one.kind, one.change, one.count) for one in found.sums] == [
        ("sale", 2500, 2), ("refund", -600, 1), ("fee-back", 90, 2), ("fee", -250, 2),
        ("dispute", -300, 1), ("payout", -1350, 1), ("correction", 700, 1),
    ]  # fmt: skip
    assert (found.opening, found.closing) == (900, 1690)


async def test_a_spreadsheet_has_both_balances_and_the_days_of_the_shop(
    stage: Stage, seller: UUID
) -> None:
    found = await of_days(stage, seller, "2024-10-27", "2024-10-27")
    whole = span_csv(stage.database, found, stage.reader.partitions)
    heads, *rows = csv.reader(io.StringIO("".join([piece async for piece in whole])))
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [one["kind"] for one in (told[0], told[-1])] == ["opening", "closing"]
    assert {one["day"] for one in told} == {"2024-10-27"}
    sums = Decimal(told[0]["balance"]) + sum(Decimal(one["change"]) for one in told[1:-1])
    assert sums == Decimal(told[-1]["balance"]) == Decimal(found.closing) / 100


async def test_months_put_away_count_and_of_those_that_are_gone_the_balance(
    stage: Stage, seller: UUID
) -> None:
    asked = ("2024-10-27", "2024-11-02")
    before = await of_days(stage, seller, *asked)
    rows = await balances(stage, before, 2)
    connection = await asyncpg.connect(stage.database.url)
    try:
        await archive_month(connection, OCTOBER)
        assert await of_days(stage, seller, *asked) == before
        assert await balances(stage, before, 2) == rows
        await connection.execute("DROP TABLE ledger_entries_202410")
    finally:
        await connection.close()
    gone = await of_days(stage, seller, *asked)
    assert (gone.closing, gone.rows) == (before.closing, 1)
    assert gone.opening == gone.closing - NETS[-1]


def test_the_usual_days_are_the_month_before() -> None:
    found = last_month(date(2025, 3, 31), BERLIN)
    assert (found.first, found.last) == (date(2025, 2, 1), date(2025, 2, 28))
