"""What the ledger is compared with sells what it says, into the product's own tables.

A column that a table gains must reach the bench's rows too, or there is nothing to compare.
"""

from collections.abc import Callable
from typing import Final

import pytest

from bench.contenders import (
    ConditionalUpdate,
    Contender,
    HoldfastLane,
    RowLock,
    UnitRows,
    VersionCheck,
    WalletLane,
    WalletRowLock,
    WalletVersionCheck,
    purchases,
)
from tests.support.postgres import fetch

CONTENDERS: Final[dict[str, Callable[[str], Contender]]] = {
    "holdfast": HoldfastLane,
    "row-lock": lambda url: RowLock(url, 2),
    "conditional-update": lambda url: ConditionalUpdate(url, 2),
    "version-check": lambda url: VersionCheck(url, 2),
    "unit-rows": lambda url: UnitRows(url, 2),
}
BARE: Final = ("ledger_holds", "ledger_entries")
FULL: Final = (*BARE, "ledger_idempotency", "orders", "order_items", "events")


@pytest.mark.parametrize("full", [False, True], ids=["bare", "full"])
@pytest.mark.parametrize("make", CONTENDERS.values(), ids=CONTENDERS.keys())
async def test_a_contender_takes_what_it_says_and_writes_every_row_of_it(
    database_url: str, make: Callable[[str], Contender], full: bool
) -> None:
    contender = make(database_url)
    await contender.open(["stock/a"], 2, full=full)
    try:
        sold = [await contender.purchase("stock/a", one) for one in purchases(3)]
        assert sold == [True, True, False]
        assert await contender.taken() == 2
    finally:
        await contender.close()
    for table in FULL if full else BARE:
        [(written,)] = await fetch(database_url, f"SELECT count(*) FROM {table}")
        assert written >= 2, table


WALLETS: Final[dict[str, Callable[[str], Contender]]] = {
    "holdfast": WalletLane,
    "row-lock": lambda url: WalletRowLock(url, 2),
    "version-check": lambda url: WalletVersionCheck(url, 2),
}


@pytest.mark.parametrize("make", WALLETS.values(), ids=WALLETS.keys())
async def test_a_contender_for_wallets_spends_what_it_says_and_writes_every_row_of_it(
    database_url: str, make: Callable[[str], Contender]
) -> None:
    contender = make(database_url)
    await contender.open(["user:a"], 2, full=True)
    try:
        sold = [await contender.purchase("user:a", one) for one in purchases(3)]
        assert sold == [True, True, False]
        assert await contender.taken() == 2
    finally:
        await contender.close()
    [(left, version)] = await fetch(
        database_url, "SELECT balance, version FROM ledger_accounts WHERE key = 'wallet/user:a/PTS'"
    )
    assert (left, version - 2) in ((0, 0), (0, 1))  # the lane also filled it by a deposit
    for table in ("ledger_entries", "ledger_idempotency", "orders", "order_items", "payments"):
        [(written,)] = await fetch(database_url, f"SELECT count(*) FROM {table}")
        assert written >= 2, table
    [(paid,)] = await fetch(database_url, "SELECT count(*) FROM events WHERE type = 'order.paid'")
    assert paid == 2
