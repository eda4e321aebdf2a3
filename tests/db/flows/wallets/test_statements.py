"""A statement tells every movement of a wallet, page by page, also of months that were put away."""

import csv
import io
from datetime import UTC, date, datetime

import asyncpg
import pytest

from holdfast.db.partitions import PARTITIONED, maintain
from holdfast.flows.commit.caller import Caller
from holdfast.flows.wallets.wallets import correct, top_up
from holdfast.kit import encode_cursor, new_id
from holdfast.kit.paging import BadCursor
from holdfast.ledger import Capture, Command, Deposit, Hold, Line, Operation, Release, Withdraw
from holdfast.ledger.archive import archive_month
from holdfast.views.statements import statement_csv, statement_page
from holdfast.wallets import Wallet
from tests.db.flows.wallets.conftest import STAFF, Bank

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


async def commit(bank: Bank, *operations: Operation) -> None:
    await bank.treasury.ledger.commit(Command(operations, actor="somebody", request="r"))


async def test_every_kind_of_movement_is_told_with_its_reason_and_link(bank: Bank) -> None:
    wallet = await bank.wallet()
    order, payment, held, freed = new_id(), new_id(), new_id(), new_id()
    key, unit = wallet.key, wallet.currency
    named = f"order/{order}"
    paid = Deposit(key, 50, unit, counterparty="world/demo", note=f"payment/{payment}")
    await commit(bank, paid)
    await correct(bank.treasury, Caller(STAFF), wallet.id, -5, "a mistake")
    await commit(bank, Withdraw(key, 20, unit, counterparty=named))
    await commit(bank, Deposit(key, 20, unit, counterparty=named))
    await commit(bank, Hold(held, (Line(key, 7),), 60, ref=named))
    await commit(bank, Capture(held))
    await commit(bank, Hold(freed, (Line(key, 3),), 60, ref=named))
    await commit(bank, Release(freed))
    told = [
        (one.kind, one.change, one.held_change, one.balance, one.held, one.reason)
        for one in await bank.statement(wallet)
    ]
    assert told[::-1] == [
        ("top-up", 50, 0, 50, 0, None),
        ("correction", -5, 0, 45, 0, "a mistake"),
        ("purchase", -20, 0, 25, 0, None),
        ("refund", 20, 0, 45, 0, None),
        ("hold", -7, 7, 38, 7, None),
        ("capture", 0, -7, 38, 0, None),
        ("hold", -3, 3, 35, 3, None),
        ("release", 3, -3, 38, 0, None),
    ]
    links = [(one.order_id, one.payment_id) for one in await bank.statement(wallet)]
    assert links[::-1] == [(None, payment), (None, None), *[(order, None)] * 6]


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
async def test_pages_follow_each_other_without_gap_or_repetition(bank: Bank, limit: int) -> None:
    wallet, other = await bank.wallet(), await bank.wallet()
    for amount in range(1, 15):
        await commit(
            bank,
            Deposit(wallet.key, amount, "PTS", counterparty="world/demo"),
            Deposit(other.key, 1, "PTS", counterparty="world/demo"),
        )
    statement = await bank.statement(wallet, limit)
    assert [one.version for one in statement] == list(range(14, 0, -1))
    assert [one.change for one in statement] == list(range(14, 0, -1))


async def test_what_comes_meanwhile_does_not_shift_the_pages(bank: Bank) -> None:
    wallet = await bank.wallet()
    for _ in range(4):
        await commit(bank, Deposit(wallet.key, 1, "PTS", counterparty="world/demo"))
    account = await bank.treasury.reader.account(wallet.key)
    first = await statement_page(bank.database, account, bank.partitions, 2, None)
    await commit(bank, Deposit(wallet.key, 9, "PTS", counterparty="world/demo"))
    second = await statement_page(bank.database, account, bank.partitions, 2, first.next_cursor)
    assert [one.version for one in (*first.movements, *second.movements)] == [4, 3, 2, 1]
    assert second.next_cursor is None


@pytest.mark.parametrize("cursor", ["x", "", encode_cursor("1"), encode_cursor(1, 2), "bnVsbA"])
async def test_cursors_that_are_not_ours_are_refused(bank: Bank, cursor: str) -> None:
    account = await bank.treasury.reader.account((await bank.wallet()).key)
    with pytest.raises(BadCursor):
        await statement_page(bank.database, account, bank.partitions, 10, cursor)


async def test_a_cursor_from_nowhere_finds_nothing_and_breaks_nothing(bank: Bank) -> None:
    account = await bank.treasury.reader.account((await bank.wallet()).key)
    for position in (1 - 2**63, -1, 0, 2**63 - 1):
        cursor = encode_cursor(position)
        page = await statement_page(bank.database, account, bank.partitions, 10, cursor)
        assert page.movements == []


async def test_the_spreadsheet_says_the_same_and_takes_nothing_for_a_formula(bank: Bank) -> None:
    wallet = await bank.wallet()
    await top_up(bank.treasury, Caller(STAFF), wallet.id, 2000)
    for reason in ('=HYPERLINK("https://evil.example")', "+1", "@x", 'a "word", and another'):
        await correct(bank.treasury, Caller(STAFF), wallet.id, -1, reason)
    for _ in range(1100):  # more than one piece
        await commit(bank, Withdraw(wallet.key, 1, "PTS", counterparty="world/correction"))
    pieces = [
        piece async for piece in statement_csv(bank.database, wallet.key, "PTS", bank.partitions)
    ]
    assert len(pieces) > 2
    header, *lines = csv.reader(io.StringIO("".join(pieces)))
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    statement = await bank.statement(wallet)
    assert [(int(row["version"]), int(row["balance"])) for row in rows] == [
        (one.version, one.balance) for one in statement
    ]
    reasons = [row["reason"] for row in rows if row["reason"]]
    assert reasons == [
        'a "word", and another',
        "'@x",
        "'+1",
        '\'=HYPERLINK("https://evil.example")',
    ]


async def test_a_spreadsheet_that_ends_before_the_statement_says_so(bank: Bank) -> None:
    wallet = await bank.wallet()
    for n in range(5):
        await top_up(bank.treasury, Caller(STAFF), wallet.id, n + 1)

    async def told(most: int) -> list[list[str]]:
        whole = statement_csv(bank.database, wallet.key, "PTS", bank.partitions, most)
        return list(csv.reader(io.StringIO("".join([piece async for piece in whole]))))[1:]

    assert len(await told(5)) == len(await told(6)) == 5
    *lines, (end, *empty) = await told(3)
    assert (len(lines), set(empty)) == (3, {""})
    said, _, cursor = end.partition("cursor=")
    assert said == "Older movements: the statement with "
    account = await bank.treasury.reader.account(wallet.key)
    page = await statement_page(bank.database, account, bank.partitions, 10, cursor)
    assert [one.balance for one in page.movements] == [3, 1]


# --- months put away --------------------------------------------------------------------------


async def old_wallet(bank: Bank) -> Wallet:
    """A wallet with two movements in January, one in February, and one of now."""
    journal = tuple(table for table in PARTITIONED if table.table == "ledger_entries")
    await maintain(bank.database, journal, JANUARY)
    wallet = await bank.wallet()
    for moment, amounts in (
        (datetime(2024, 1, 31, 23, 0, tzinfo=UTC), (10, 20)),
        (datetime(2024, 2, 1, 0, 1, tzinfo=UTC), (30,)),
    ):
        ledger = await bank.ledger_at(moment - datetime.now(UTC))
        for amount in amounts:
            deposit = Deposit(wallet.key, amount, "PTS", counterparty="world/demo")
            await ledger.commit(Command((deposit,)))
        await ledger.close()
    await commit(bank, Deposit(wallet.key, 40, "PTS", counterparty="world/demo"))
    return wallet


@pytest.mark.parametrize("limit", [1, 3, 100])
async def test_months_put_away_are_told_while_their_tables_are_there(
    bank: Bank, limit: int
) -> None:
    wallet = await old_wallet(bank)
    whole = await bank.statement(wallet, limit)
    assert [one.balance for one in whole] == [100, 60, 30, 10]
    connection = await asyncpg.connect(bank.database.url)
    try:
        for month in (JANUARY, FEBRUARY):
            await archive_month(connection, month)
            assert await bank.statement(wallet, limit) == whole
    finally:
        await connection.close()


async def test_where_months_are_gone_the_balance_is_brought_forward(bank: Bank) -> None:
    wallet = await old_wallet(bank)
    idle = await bank.wallet()
    connection = await asyncpg.connect(bank.database.url)
    try:
        await archive_month(connection, JANUARY)
        await connection.execute("DROP TABLE ledger_entries_202401")
    finally:
        await connection.close()
    account = await bank.treasury.reader.account(wallet.key)
    first = await statement_page(bank.database, account, bank.partitions, 1, None)
    assert (first.movements[0].balance, first.brought_forward) == (100, None)
    last = await statement_page(bank.database, account, bank.partitions, 9, first.next_cursor)
    assert [one.balance for one in last.movements] == [60]
    assert (last.next_cursor, last.brought_forward) == (None, 30)
    never_used = await bank.treasury.reader.account(idle.key)
    page = await statement_page(bank.database, never_used, bank.partitions, 9, None)
    assert (page.movements, page.brought_forward) == ([], None)
