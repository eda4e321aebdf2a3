"""What customers of the demo's past asked the shop, each in their own language, and what it
answered; both sides have read it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.conversations import (
    Conversation,
    Side,
    Subject,
    conversation_of,
    opened,
    read,
    written,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import process
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.demo.past import Past
from holdfast.kit import new_id
from holdfast.ledger import Rider

__all__ = ["converse_demo"]


class _Said(Struct, frozen=True):
    """About the product, by a customer who reads ``locale``, so many days ago: a question, and what
    followed by turns, some minutes later each."""

    handle: str
    locale: str
    days: int
    texts: tuple[str, ...]


_SAID: Final = (
    _Said("macbook-pro-14", "ru", 9, (
        "Здравствуйте! Раскладка у клавиатуры русская?",
        "Здравствуйте! Да, с гравировкой. Английская — под заказ, неделя.",
        "Русская подходит, спасибо!",
    )),
    _Said("sony-wh-1000xm5", "en", 6, (
        "Does the case fit into a coat pocket?",
        "Just about: 21 by 25 cm, and 6 cm thick.",
    )),
    _Said("playstation-5", "ko", 3, (
        "본체에 HDMI 케이블이 들어 있나요?",
        "네, 2미터 케이블이 함께 들어 있습니다.",
        "감사합니다!",
    )),
)  # fmt: skip
_HANDLES: Final = "SELECT handle, id FROM products WHERE handle = ANY($1)"
_LATER: Final = timedelta(minutes=24)


async def converse_demo(
    past: Past, database: Database, buyers: Sequence[DemoBuyer], staff: str, now: datetime
) -> int:
    """Each by the last of the customers who reads that language, which is not the demo's own; what
    nobody could ask, or about what is not there, is left out. How many there were."""
    products = dict(await database.pool.fetch(_HANDLES, [one.handle for one in _SAID]))
    made = 0
    for said in _SAID:
        buyer = next((one for one in reversed(buyers) if one.locale == said.locale), None)
        if buyer is None or said.handle not in products:
            continue
        talk = _Talk(past, database, _user(buyer.owner), _user(staff))
        await talk.hold(Subject("product", products[said.handle]), said, now)
        made += 1
    return made


class _Talk:
    """One conversation, written a message after the other."""

    def __init__(self, past: Past, database: Database, customer: UUID, staff: UUID) -> None:
        self._past = past
        self._database = database
        self._customer = customer
        self._staff = staff
        self._id = new_id()

    async def hold(self, about: Subject, said: _Said, now: datetime) -> None:
        at = now - timedelta(days=said.days, hours=5)
        await self._write(at, opened(self._id, self._customer, None, about, said.texts[0]))
        for side, text in _turns(said.texts[1:]):
            at += _LATER
            one = await self._now()
            author = self._customer if side == "customer" else self._staff
            await self._write(at, read(one, side, one.messages))
            await self._write(at, written(await self._now(), side, author, text))
        one = await self._now()
        last: Side = "shop" if one.asked == one.messages else "customer"
        await self._write(at + _LATER, read(one, last, one.messages))

    async def _now(self) -> Conversation:
        one = await conversation_of(self._database.pool, self._id)
        assert one is not None, "just written"
        return one

    async def _write(self, at: datetime, riders: tuple[Rider, ...]) -> None:
        key = f"demo-talk/{new_id()}"
        await self._past.commit(at, process("demo").command((), riders, key))


def _turns(texts: Sequence[str]) -> Iterator[tuple[Side, str]]:
    for at, text in enumerate(texts):
        yield ("shop" if at % 2 == 0 else "customer"), text


def _user(owner: str) -> UUID:
    return UUID(owner.partition(":")[2])
