"""Brings a holder's accounts to what is theirs now: the same for sellers' goods and for sessions.

It looks at how things stand and books the difference to what was booked, under the versions of the
holder's two accounts that were read before that. So nothing is booked twice, whatever comes twice,
late or at once; and a change that was not seen yet has an event of its own behind it.
"""

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, LedgerReader, Rider
from holdfast.sellers import Holder, HolderMoney, earned_key, owed_key

__all__ = ["Difference", "Look", "TooManyMeanwhile", "bring", "money_of"]

_TRIES: Final = 20


class TooManyMeanwhile(Exception):
    """The holder's account was another one at each try: the job comes again."""


class Difference(Struct, frozen=True):
    """Between what is theirs of something now and what was booked: ``movements`` with their other
    sides, and the ``riders`` that write down what is booked by then."""

    movements: tuple[tuple[int, str], ...]
    riders: tuple[Rider, ...]


Look: TypeAlias = Callable[[], Awaitable[Difference | None]]
"""How things stand; None: what is booked is theirs."""


async def money_of(reader: LedgerReader, holder: Holder, currency: str) -> HolderMoney:
    """The holder's accounts as they stand."""
    earned = await reader.account(earned_key(holder.id, currency))
    owed = await reader.account(owed_key(holder.id, currency))
    return HolderMoney(holder, currency, earned, owed)


async def bring(
    settler: Settler,
    caller: Caller,
    holder: Holder,
    currency: str,
    share_id: UUID,
    look: Look,
    moved: Callable[[str], bool],
) -> None:
    """Book what ``look`` finds of the share; ``moved``: whether a ``Conflict`` is about its row.
    Safe to repeat."""
    for _ in range(_TRIES):
        # The accounts before all else: what is read later is not older than they are.
        money = await money_of(settler.reader, holder, currency)
        found = await look()
        if found is None or await _booked(settler, caller, money, share_id, found, moved):
            return
    raise TooManyMeanwhile(f"{holder.kind} {holder.id}")


async def _booked(
    settler: Settler,
    caller: Caller,
    money: HolderMoney,
    share_id: UUID,
    found: Difference,
    moved: Callable[[str], bool],
) -> bool:
    # A key of its own each time: what moves no money leaves these accounts as they were, and the
    # next that does would be taken for it. Once is what the versions see to.
    key = f"share/{share_id}/{new_id()}"
    outcome = await settler.ledger.commit(
        caller.command(money.brought(*found.movements), found.riders, key)
    )
    match outcome:
        case Accepted() | AlreadyDone():
            return True
        case Conflict(subject=subject) if money.changed(subject) or moved(subject):
            return False  # something else of the holder's was quicker: look again
    raise refuse(outcome)
