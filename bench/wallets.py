"""(j) Wallet purchases: goods and money in one go, of one user and of many."""

from typing import Final
from uuid import UUID

from bench.contenders import WalletLane, WalletRowLock, WalletVersionCheck
from bench.race import POOLS, Load, Make, race, shown
from bench.results import Result, Say
from bench.servers import postgres

__all__ = ["measure"]

CLIENTS: Final = (64, 512)
USERS: Final = {1: "one user", 1_000: "1,000 users"}
HOLDFAST: Final = WalletLane.name
POOLED: Final = frozenset((WalletRowLock.name, WalletVersionCheck.name))
HOW: Final = f"""
Each client buys one unit of one of fifty products after another and pays from a wallet, with no
pause: of one user, whose every purchase wants the same wallet, or of a thousand. Everybody writes
the same rows durably into the same tables: both balances, the payment's refundable account, three
entries, the order, its item, its payment, the event and the idempotency record; Holdfast by the
flow's own command, the others in one statement each. Pools are chosen (of
{", ".join(map(str, POOLS))} connections) and turns taken as in (a). After each turn the money gone
is compared with the purchases acknowledged.
"""


def measure(quick: bool, say: Say) -> Result:
    loads = [Load(True, count, clients, USERS[count]) for count in USERS for clients in CLIENTS]
    with postgres() as database:
        url = database.database()
        makers: dict[str, Make] = {
            HOLDFAST: lambda _: WalletLane(url),
            WalletRowLock.name: lambda connections: WalletRowLock(url, connections),
            WalletVersionCheck.name: lambda connections: WalletVersionCheck(url, connections),
        }
        found = race(
            makers, loads, lambda number: f"user:{UUID(int=number)}", say,
            quick=quick, pooled=POOLED,
        )  # fmt: skip
    result = Result("(j) Wallet purchases", HOW)
    result.tables += [shown(found, load, HOLDFAST, result) for load in loads]
    return result
