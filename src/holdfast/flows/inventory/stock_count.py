"""A count of many variants at once, as an import with ``--set-stock`` brings it."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockChanged, stock_key
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.patience import LedgerAway, commit_patiently
from holdfast.flows.inventory.first_there import first_there
from holdfast.kit.ids import new_id
from holdfast.ledger import (
    Accepted,
    AccountState,
    Command,
    Conflict,
    Expect,
    Ledger,
    LedgerReader,
    Operation,
    SetOnHand,
    Short,
    accounts_of,
    tell,
)
from holdfast.locations import FIRST_LOCATION, account_at

__all__ = ["Counted", "set_counts"]

AT_ONCE: Final = 200  # variants; each is two lines of a command
_AT_ONCE_ELSEWHERE: Final = 80  # each is six, where they never lay
_ROUNDS: Final = 50


class _Room(Struct, frozen=True):
    """What reads the accounts."""

    reader: LedgerReader


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
    location: UUID = FIRST_LOCATION,
) -> list[Counted]:
    """Set what is on hand at the location where it differs, and tell where it did.

    Exact while the shop sells: each count is set only on top of the very state it was compared
    with, and compared anew when a sale came between.
    """
    moved: list[Counted] = []
    wanted = list(counts)
    room = _Room(LedgerReader(database, ledger.partitions))
    at_once = AT_ONCE if location == FIRST_LOCATION else _AT_ONCE_ELSEWHERE
    for start in range(0, len(wanted), at_once):
        rest = wanted[start : start + at_once]
        for _ in range(_ROUNDS):
            differing = await _differing(database, rest, counts, location)
            good = [one for one in differing if not one[0].refused]
            if not dry_run and good:
                opened = [await first_there(room, one.variant_id, location) for one, _ in good]
                command = _command(good, opened, note, caller, location)
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
    database: Database, ids: Sequence[UUID], counts: Mapping[UUID, int], location: UUID
) -> list[tuple[Counted, int]]:
    """Those whose count is not what it should be, with their account's version."""
    async with database.read() as connection:
        keys = [account_at(stock_key(one), location) for one in ids]
        states = await accounts_of(connection, keys)
    found = []
    for one, key in zip(ids, keys, strict=True):
        state = states.get(key) or AccountState(key, 0, 0, 0)
        on_hand = state.on_hand
        if on_hand != counts[one]:
            found.append((Counted(one, on_hand, counts[one], state.held), state.version))
    return found


def _command(
    good: Sequence[tuple[Counted, int]],
    opened: Sequence[tuple[Operation, ...]],
    note: str,
    caller: Caller,
    location: UUID,
) -> Command:
    keys = [account_at(stock_key(one.variant_id), location) for one, _ in good]
    guards = (Expect(key, version) for key, (_, version) in zip(keys, good, strict=True))
    counted = (
        SetOnHand(key, one.after, note=note) for key, (one, _) in zip(keys, good, strict=True)
    )
    told = (tell(StockChanged("set", one.after, note), one.variant_id) for one, _ in good)
    operations = (*guards, *chain.from_iterable(opened), *counted)
    return caller.command(operations, tuple(told), f"set-stock/{new_id()}")
