"""A count of many variants at once, as an import with ``--set-stock`` brings it."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockChanged, VariantDraft, stock_key
from holdfast.db.engine import Database
from holdfast.db.inbox import taken_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.inbox import marks
from holdfast.flows.commit.patience import LedgerAway, commit_patiently
from holdfast.flows.inventory.by_codes import delivered_still, not_sent
from holdfast.flows.inventory.first_there import first_there
from holdfast.kit.ids import new_id
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Command,
    Conflict,
    Expect,
    Ledger,
    LedgerReader,
    Operation,
    Rider,
    SetOnHand,
    Short,
    accounts_of,
    tell,
)
from holdfast.locations import FIRST_LOCATION, account_at

__all__ = ["Counted", "Once", "count_name", "set_counts"]

AT_ONCE: Final = 160  # variants; each is three lines of a command
_AT_ONCE_ELSEWHERE: Final = 70  # each is seven, where they never lay
_ROUNDS: Final = 50


class _Room(Struct, frozen=True):
    """What reads the accounts."""

    reader: LedgerReader


class Once(Struct, frozen=True):
    """What a ``source`` that may begin anew counts no second time: by variant, the count's
    name."""

    source: str
    names: Mapping[UUID, str]


def count_name(variant_id: UUID, draft: VariantDraft) -> str:
    """The count of a variant that a line of a file tells; another line may tell another."""
    return f"{variant_id}/{draft.line or 0}"


class Counted(Struct, frozen=True):
    """A variant that is counted: it was ``before`` on hand, and is ``after`` now.

    ``held`` more than ``after``: refused, because buyers hold that many.
    """

    variant_id: UUID
    before: int
    after: int
    held: int

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def refused(self) -> bool:
        return self.after < self.held


_Seen: TypeAlias = tuple[Counted, int]
"""With the version of its account."""


class _Counting(Struct, frozen=True):
    """What is counted, where, and by whom."""

    database: Database
    counts: Mapping[UUID, int]
    location: UUID
    note: str
    caller: Caller
    once: Once | None


async def set_counts(
    database: Database,
    ledger: Ledger,
    counts: Mapping[UUID, int],
    *,
    note: str,
    caller: Caller,
    dry_run: bool = False,
    location: UUID = FIRST_LOCATION,
    once: Once | None = None,
) -> list[Counted]:
    """Set what is on hand at the location where it differs, and tell where it did. What was counted
    ``once`` is left as it is by now, also what did not differ then.

    Exact while the shop sells: each count is set only on top of the very state it was compared
    with, and compared anew when a sale came between; fewer at once then.
    """
    moved: list[Counted] = []
    here = _Counting(database, counts, location, note, caller, once)
    room = _Room(LedgerReader(database, ledger.partitions))
    wanted = list(counts)
    at_once = AT_ONCE if location == FIRST_LOCATION else _AT_ONCE_ELSEWHERE
    todo = [wanted[start : start + at_once] for start in range(0, len(wanted), at_once)][::-1]
    rounds = 0
    while todo:
        some = todo.pop()
        still = dict(zip(some, await delivered_still(room.reader, some), strict=True))
        seen = await _seen(here, some)
        differing = [one for one, _ in seen if one.moved]
        kept = [one for one in seen if not one[0].refused and (once or one[0].moved)]
        if kept and not dry_run:
            outcome = await commit_patiently(ledger, await _command(here, room, kept, still))
            if isinstance(outcome, Conflict | Short):
                # Sold, held, given back or counted since: compare again.
                rounds += 1
                if rounds == _ROUNDS:
                    raise LedgerAway(
                        "These counts change too fast to be set; try in a quieter moment."
                    )
                half = (len(some) + 1) // 2
                todo += [piece for piece in (some[half:], some[:half]) if piece]
                continue
            assert isinstance(outcome, Accepted | AlreadyDone), outcome
        rounds = 0
        moved.extend(differing)
    return moved


async def _seen(here: _Counting, ids: Sequence[UUID]) -> list[_Seen]:
    """Those that are to be counted, as their accounts are."""
    digital = await not_sent(here.database.pool, ids)  # nobody counts those
    ids = [one for one in ids if one not in digital]
    async with here.database.read() as connection:
        if (once := here.once) is not None:
            done = await taken_of(connection, once.source, [once.names[one] for one in ids])
            ids = [one for one in ids if once.names[one] not in done]
        keys = [account_at(stock_key(one), here.location) for one in ids]
        states = await accounts_of(connection, keys)
    found = []
    for one, key in zip(ids, keys, strict=True):
        state = states.get(key) or AccountState(key, 0, 0, 0)
        counted = Counted(one, state.on_hand, here.counts[one], state.held)
        found.append((counted, state.version))
    return found


async def _command(
    here: _Counting, room: _Room, seen: Sequence[_Seen], still: Mapping[UUID, Expect]
) -> Command:
    """Sets those that differ, if all are as they were seen, and ``still`` delivered so."""
    guards, counted, told = list[Operation](), list[Operation](), list[Rider]()
    for one, version in seen:
        key = account_at(stock_key(one.variant_id), here.location)
        guards.append(Expect(key, version))
        if one.moved:
            guards.append(still[one.variant_id])
            guards += await first_there(room, one.variant_id, here.location)
            counted.append(SetOnHand(key, one.after, note=here.note))
            told.append(tell(StockChanged("set", one.after, here.note), one.variant_id))
    if (once := here.once) is not None:
        told.append(marks(once.source, [once.names[one.variant_id] for one, _ in seen]))
    return here.caller.command((*guards, *counted), tuple(told), f"set-stock/{new_id()}")
