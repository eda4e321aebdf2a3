"""What comes back to a seller. A return is decided, received and looked at as a whole, so a seller
does that where all of it is theirs; where goods of others are in it, the shop does."""

from uuid import UUID

from msgspec import Struct

from holdfast.flows.returning.asking import Seen, seen
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.returns import ReturnNotFound
from holdfast.sellers import lines_of_seller

__all__ = ["OwnReturn", "ReturnShared", "own_return", "own_whole"]


class ReturnShared(Problem):
    """Goods of others are in it, too."""

    status = 409
    code = "return-shared"
    title = "The shop decides about this return"


class OwnReturn(Struct, frozen=True):
    """A return, and which lines of its order are the seller's. ``shared``: others are in it."""

    seen: Seen
    lines: frozenset[int]

    @property
    def shared(self) -> bool:
        return not self.lines >= set(self.seen.found.lines)


async def own_return(settler: Settler, seller_id: UUID, return_id: UUID) -> OwnReturn:
    """Raises :class:`ReturnNotFound` if nothing in it is the seller's."""
    found = await seen(settler, return_id)
    lines = await lines_of_seller(settler.database.pool, found.order.id, seller_id)
    if lines.isdisjoint(found.found.lines):
        raise ReturnNotFound("There is no such return.")
    return OwnReturn(found, lines)


async def own_whole(settler: Settler, seller_id: UUID, return_id: UUID) -> OwnReturn:
    """The same, to do something with it. Raises :class:`ReturnShared`, too."""
    found = await own_return(settler, seller_id, return_id)
    if found.shared:
        raise ReturnShared("Goods of others are in it, so the shop decides about all of it.")
    return found
