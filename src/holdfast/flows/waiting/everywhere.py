"""A line for goods stands at all of their accounts: while anybody waits, what comes free in any
location is kept."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.ledger import (
    AccountState,
    Conflict,
    Deposit,
    Expect,
    KeyRange,
    LedgerReader,
    Operation,
    Outcome,
    Wait,
)
from holdfast.locations import places_key
from holdfast.waiting import turns_key

__all__ = ["Everywhere", "everywhere"]


class Everywhere(Struct, frozen=True):
    """``accounts``: of each location where the goods ever lay. ``places``: that there is no other
    by now; ``moves``: that nobody moved into the line by when they came, or out of it."""

    places: Expect
    moves: Expect
    accounts: Mapping[str, AccountState]

    @property
    def guards(self) -> tuple[Expect, Expect]:
        """Of what is done with places in the line."""
        return self.places, self.moves

    @property
    def there(self) -> dict[str, int]:
        """What is free by account, for anybody or for who waits."""
        return {key: one.balance + one.kept for key, one in self.accounts.items()}

    @property
    def free(self) -> dict[str, int]:
        """What is free for anybody."""
        return {key: one.balance for key, one in self.accounts.items()}

    @property
    def keeps(self) -> bool:
        """Whether something is free for who waits."""
        return any(one.kept for one in self.accounts.values())

    def wait(self, more: int, idle: Mapping[str, int] | None = None) -> tuple[Operation, ...]:
        """So many more, or fewer, wait; also while so many are free as are ``idle``, which is too
        little for them."""
        known = idle or {}
        return tuple(Wait(key, more, least=known.get(key, 0) + 1) for key in self.accounts)

    def turned(self) -> Operation:
        """Somebody moves into the line, or out of it, by the order in which they came: whatever is
        about to be done with it is looked at again."""
        return Deposit(self.moves.key, 1, unit="turn")

    def is_old(self, outcome: Outcome) -> bool:
        """Whether the goods came to another location, or a place moved, since it was read."""
        keys = [one.key for one in self.guards]
        return isinstance(outcome, Conflict) and outcome.subject in keys


async def everywhere(reader: LedgerReader, variant_id: UUID) -> Everywhere:
    """As it is now; the first location stands first. Who acts on places in the line reads them
    after this."""
    first = stock_key(variant_id)
    own, places, moves = await asyncio.gather(
        reader.account(first),
        reader.account(places_key(first)),
        reader.account(turns_key(variant_id)),
    )
    accounts = {first: own}
    if places.version:
        others = await reader.between([KeyRange(f"{first}/", f"{first}0")])
        accounts |= {key: one for key, one in others.items() if one.version}
    return Everywhere(
        Expect(places.key, places.version), Expect(moves.key, moves.version), accounts
    )
