"""Live figures of a flash sale while it runs, to staff: who waits, what came of their tries."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flash_sales import Room, load_rooms
from holdfast.live import Channel, Reads, TooManyKeys, Who

__all__ = ["LIVE_SALE_ROOMS", "SaleRoomUpdate", "room_told"]


class SaleRoomUpdate(Struct, frozen=True, rename="camel"):
    """What staff are told of one flash sale: how many are ``waiting``, are ``away`` (unheard for a
    minute, passed over), were ``letIn``; purchases within the last minute; how often one was
    ``refused``, by the refusal's code."""

    sale_id: str
    waiting: int
    away: int
    let_in: int
    bought_lately: int
    refused: dict[str, int]
    version: int


class TooManyRooms(TooManyKeys):
    code = "too-many-flash-sales"
    title = "Too many flash sales"


def room_told(sale: UUID, room: Room) -> SaleRoomUpdate:
    """Read later is newer."""
    return SaleRoomUpdate(
        str(sale), room.waiting, room.away, room.let_in, room.lately, room.refused, room.at
    )


def _source(database: Database, _: int) -> Reads[UUID, SaleRoomUpdate]:
    async def read(
        ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, SaleRoomUpdate]]:
        found = await load_rooms(database.pool, ids)
        return {sale: {str(sale): room_told(sale, room)} for sale, room in found.items()}

    return Reads(read)


LIVE_SALE_ROOMS: Final = Channel(
    name="sale-rooms",
    event="sale-room",
    about="flash sales as staff see them: who waits, and what came of their tries",
    listed="rooms",
    who=Who.STAFF,
    duty="promotions:read",
    source=_source,
    state=SaleRoomUpdate,
    update=SaleRoomUpdate,
    most=10,
    too_many=TooManyRooms,
)
