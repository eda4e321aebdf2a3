"""Live turns of a flash sale: how many were let in so far, to everybody. One message for all who
wait: a page knows how many were let in when it was told its place, and counts on from there."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flash_sales import load_let_in_so_far
from holdfast.live import Channel, Reads, TooManyKeys, Who

__all__ = ["LIVE_SALE_TURNS", "SaleTurnsUpdate"]


class SaleTurnsUpdate(Struct, frozen=True, rename="camel"):
    """``letIn``: how many, in the order of their turns."""

    sale_id: str
    let_in: int
    version: int


class TooManyTurns(TooManyKeys):
    code = "too-many-flash-sales"
    title = "Too many flash sales"


def _source(database: Database, _: int) -> Reads[UUID, SaleTurnsUpdate]:
    async def read(
        ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, SaleTurnsUpdate]]:
        found = await load_let_in_so_far(database.pool, ids)
        return {
            one: {str(one): SaleTurnsUpdate(str(one), let_in, let_in)}
            for one, let_in in found.items()
        }

    return Reads(read)


LIVE_SALE_TURNS: Final = Channel(
    name="sale-turns",
    event="sale-turns",
    about="waiting rooms of flash sales: how many were let in",
    listed="turns",
    who=Who.EVERYBODY,
    source=_source,
    state=SaleTurnsUpdate,
    update=SaleTurnsUpdate,
    most=10,
    too_many=TooManyTurns,
)
