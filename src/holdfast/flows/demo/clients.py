"""What staff of the demo's studios know of their clients, and what is to be done for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.clients import RequestTerms, Stage, clients_of_owners, request_of, take_in
from holdfast.clients import client_of as read_client
from holdfast.db.engine import Database
from holdfast.flows.clients.boarding import make_request, move_request
from holdfast.flows.clients.keeping import save_client
from holdfast.flows.clients.working import write_note, write_task
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.kit import shop_now
from holdfast.people import Principal

__all__ = ["know_clients"]

_BOOKERS: Final = "SELECT DISTINCT user_id FROM bookings"


class _Known(Struct, frozen=True):
    """Of the buyer of that number; ``asks`` stands on the board at ``stage``, ``todo`` is due in
    so many days."""

    buyer: int
    tags: tuple[str, ...] = ()
    phone: str = ""
    note: str = ""
    todo: tuple[str, int] | None = None
    asks: tuple[str, Stage, int] | None = None


_ALL: Final = (
    _Known(1, ("portrait", "returns"), "+7 901 555-01-02", "Любит утренний свет; кофе без сахара.",
           ("Отправить превью", 1)),
    _Known(2, ("product",), "+7 901 555-03-04", "", None,
           ("Каталог: 40 позиций на белом", "offered", 9)),
    _Known(3, ("family",), "", "Двое детей и такса по имени Пончик.", None,
           ("Семейная съёмка у ёлки", "new", 27)),
    _Known(9, ("profile",), "+82 10-5550-0199", "정면보다 왼쪽 얼굴을 선호.",
           ("보정본 확인 전화", -1)),
    _Known(11, ("couple",), "", "", None, ("서울숲 기념일 스냅", "booked", 5)),
    _Known(13, ("press", "returns"), "+44 7700 900142", "Invoices go to her editor.",
           ("Ask for the cover's format", 3), ("Cover for the spring issue", "shot", -2)),
    _Known(14, ("wedding",), "+49 30 555 0177", "", None, ("Wedding, 60 guests", "new", 61)),
    _Known(16, (), "", "Wheelchair: use the lift in the yard.", None,
           ("Team portraits, 12 people", "delivered", -6)),
)  # fmt: skip


async def know_clients(database: Database, buyers: Sequence[DemoBuyer], staff: str) -> None:
    """Whoever booked is a client, and of some there is more to tell."""
    by, now = Caller(Principal(staff, "user", frozenset({"manager"}))), shop_now()
    owners = [row[0] for row in await database.pool.fetch(_BOOKERS)]
    async with database.transaction() as connection:
        await take_in(connection, [*owners, *(buyers[one.buyer].owner for one in _ALL)])
        ids = await clients_of_owners(connection, [buyer.owner for buyer in buyers])
    for one in _ALL:
        await _tell(database, by, ids[buyers[one.buyer].owner], one, now)


async def _tell(
    database: Database, by: Caller, client_id: UUID, one: _Known, now: datetime
) -> None:
    async with database.read() as connection:
        client = await read_client(connection, client_id)
    assert client is not None  # taken in above
    terms = replace(client.terms, tags=one.tags, phone=one.phone, consent=one.buyer % 2 == 1)
    await save_client(database, by, client_id, terms, client.revision)
    if one.note:
        await write_note(database, by, client_id, one.note)
    if one.todo is not None:
        title, days = one.todo
        await write_task(database, by, client_id, title, (now + timedelta(days=days)).date())
    if one.asks is not None:
        title, stage, days = one.asks
        wanted = RequestTerms(title=title, wanted_on=(now + timedelta(days=days)).date())
        made = await make_request(database, by, client_id, wanted)
        async with database.read() as connection:
            card = await request_of(connection, made)
        if card is not None and stage != card.stage:
            await move_request(database, by, made, stage, None, card.revision)
