"""A line for goods stands at all of their accounts: while anybody waits, what comes free in any
location is kept."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.ledger import Conflict, Expect, KeyRange, LedgerReader, Operation, Outcome, Wait
from holdfast.locations import places_key

__all__ = ["Everywhere", "everywhere"]


class Everywhere(Struct, frozen=True):
    """``kept``: by account, of each location where the goods ever lay, what is kept for who waits.
    ``guard``: that there is no other by now."""

    guard: Expect
    kept: Mapping[str, int]

    def wait(self, more: int) -> tuple[Operation, ...]:
        """So many more, or fewer, wait."""
        return (self.guard, *(Wait(key, more) for key in self.kept))

    def is_old(self, outcome: Outcome) -> bool:
        """Whether the goods came to another location since it was read."""
        return isinstance(outcome, Conflict) and outcome.subject == self.guard.key


async def everywhere(reader: LedgerReader, variant_id: UUID) -> Everywhere:
    """As it is now; the first location stands first."""
    first = stock_key(variant_id)
    places = await reader.account(places_key(first))
    kept = {first: (await reader.account(first)).kept}
    if places.version:
        others = await reader.between([KeyRange(f"{first}/", f"{first}0")])
        kept |= {key: one.kept for key, one in others.items() if one.version}
    return Everywhere(Expect(places.key, places.version), kept)
