"""What waits in the demo shop as it opens: goods that their buyers send back, and people in line
for what is sold out. Done as buyers and staff do it, so nothing of it is in the past."""

from typing import Final

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.acting import MANAGER, acting_as
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.exchanging import ReturnDesk
from holdfast.flows.waiting.joining import wait_for_units
from holdfast.kit import Problem
from holdfast.kit.logs import logger
from holdfast.returns import ReturnLine, ReturnReason

__all__ = ["begin_today"]

log = logger("demo")


class _SentBack(Struct, frozen=True):
    """By the customer of that address, of what came to them last; staff have the ``answer``, if
    any, and the goods, if they ``came``."""

    email: str
    reason: ReturnReason
    note: str
    answer: str = ""
    came: bool = False


class _Waits(Struct, frozen=True):
    """For one of what is sold out of the product."""

    email: str
    handle: str


_SENT_BACK: Final = (
    _SentBack("anna.petrova@example.com", "damaged",
              "Коробка была помята, и одна кнопка западает. Фото пришлю."),
    _SentBack("oliver.grant@example.com", "changed-mind", "It does not suit my desk after all."),
    _SentBack(REGULAR, "does-not-fit", "I need the bigger one.",
              "Please send it back as it came, with everything that was in the box."),
    _SentBack("haeun.choi@example.com", "not-as-described", "색상이 사진과 달라요.",
              "죄송합니다. 보내 주시면 확인하겠습니다.", came=True),
)  # fmt: skip
_WAITS: Final = (
    _Waits("dmitri.sokolov@example.com", "steam-deck-oled"),
    _Waits("emma.walker@example.com", "steam-deck-oled"),
    _Waits("jiho.park@example.com", "steam-deck-oled"),
    _Waits(REGULAR, "instax-mini-12"),
)
_CAME_LAST: Final = """
SELECT id FROM orders WHERE owner = $1 AND booking_id IS NULL AND parcels_moved_at IS NOT NULL
AND completed_at IS NOT NULL ORDER BY completed_at DESC LIMIT 1
"""
_SOLD_OUT: Final = """
SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id AND v.active
WHERE p.handle = $1 ORDER BY v.position
"""


async def begin_today(desk: ReturnDesk) -> None:
    """What cannot be (whoever bought nothing, or what is not sold out) is left out."""
    staff = await acting_as(desk.database.pool, MANAGER, "manager")
    for sent in _SENT_BACK:
        await _send_back(desk, sent, staff)
    for wait in _WAITS:
        await _wait(desk, wait)


async def _send_back(desk: ReturnDesk, sent: _SentBack, staff: Caller) -> None:
    buyer = await acting_as(desk.database.pool, sent.email)
    order = await desk.database.pool.fetchval(_CAME_LAST, buyer.actor)
    if order is None:
        return
    try:
        (made, *_) = await ask_for(desk, buyer, order, {0: ReturnLine(1, sent.reason)}, sent.note)
        if sent.answer:
            await approve(desk, staff, made, sent.answer)
        if sent.came:
            await receive(desk, staff, made)
    except Problem as refusal:
        log.info("the demo's return is not asked for", code=refusal.code)


async def _wait(desk: ReturnDesk, wait: _Waits) -> None:
    """For the first of its variants of which there are none."""
    customer = await acting_as(desk.database.pool, wait.email)
    for product, variant in await desk.database.pool.fetch(_SOLD_OUT, wait.handle):
        try:
            await wait_for_units(desk, customer, product, variant, 1)
        except Problem:
            continue
        return
