"""A count of many variants at once, as an import with ``--set-stock`` brings it."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockChanged, stock_key
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.patience import LedgerAway, commit_patiently
from holdfast.kit.ids import new_id
from holdfast.ledger import (
    Accepted,
    AccountState,
    Command,
    Conflict,
    Expect,
    Ledger,
    SetOnHand,
    Short,
    accounts_of,
    tell,
)

__all__ = ["Counted", "set_counts"]

AT_ONCE: Final = 200  # variants; each is two lines of a command
_ROUNDS: Final = 50


class Counted(Struct, frozen=True):
    """A variant whose count had moved: it was ``before`` on hand, and is ``after`` now.

    ``held`` more than ``after``: refused, because buyers hold that many.
    """

    variant_id: UUID
    before: int
    after: int
    held: int

    @property
    def refused(self) -> bool:
        return self.after < self.held


async def set_counts(
    database: Database,
    ledger: Ledger,
    counts: Mapping[UUID, int],
    *,
    note: str,
    caller: Caller,
    dry_run: bool = False,
) -> list[Counted]:
    """Set what is on hand where it differs, and tell where it did.

    Exact while the shop sells: each count is set only on top of the very state it was compared
    with, and compared anew when a sale came between.
    """
    moved: list[Counted] = []
    wanted = list(counts)
    for start in range(0, len(wanted), AT_ONCE):
        rest = wanted[start : start + AT_ONCE]
        for _ in range(_ROUNDS):
            differing = await _differing(database, rest, counts)
            good = [one for one in differing if not one[0].refused]
            if not dry_run and good:
                command = _command(good, note, caller)
                outcome = await commit_patiently(ledger, command)
                if isinstance(outcome, Conflict | Short):
                    continue  # sold, held or given back since: compare again
                assert isinstance(outcome, Accepted), outcome
            moved.extend(one for one, _ in differing)
            break
        else:
            raise LedgerAway("These counts change too fast to be set; try in a quieter moment.")
    return moved


async def _differing(
    database: Database, ids: Sequence[UUID], counts: Mapping[UUID, int]
) -> list[tuple[Counted, int]]:
    """Those whose count is not what it should be, with their account's version."""
    async with database.read() as connection:
        states = await accounts_of(connection, [stock_key(one) for one in ids])
    found = []
    for one in ids:
        state = states.get(key := stock_key(one)) or AccountState(key, 0, 0, 0)
        on_hand = state.on_hand
        if on_hand != counts[one]:
            found.append((Counted(one, on_hand, counts[one], state.held), state.version))
    return found


def _command(good: Sequence[tuple[Counted, int]], note: str, caller: Caller) -> Command:
    guards = (Expect(stock_key(one.variant_id), version) for one, version in good)
    settings = (SetOnHand(stock_key(one.variant_id), one.after, note=note) for one, _ in good)
    told = (tell(StockChanged("set", one.after, note), one.variant_id) for one, _ in good)
    return caller.command((*guards, *settings), tuple(told), f"set-stock/{new_id()}")
