"""The demo shop's newsletters: one that was sent a week ago, and a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast import newsletters
from holdfast.db.engine import Database
from holdfast.flows.demo.customers import CUSTOMERS
from holdfast.flows.demo.past import Past
from holdfast.kit import id_made_at
from holdfast.ledger import Command, Rider
from holdfast.newsletters import Counted, NewsletterTerms, Words
from holdfast.people import audited

__all__ = ["write_demo_newsletters"]

_READERS: Final = CUSTOMERS[2:17]
_SENT: Final = timedelta(days=7)
_DRAFTED: Final = timedelta(days=1)
_WRITING: Final = timedelta(hours=2)
_TOOK: Final = timedelta(minutes=3)
_NEWS: Final[Mapping[str, Words]] = {
    "en": Words(
        "Cameras are back in stock",
        "# Cameras are back\n\nThe **Fujifilm X100VI** and the **Sony A7 IV** are here again, a few"
        " of each.\n\n- What is in your cart is kept for you while you pay.\n- Whoever stood in"
        " line was served first.\n\n[See all cameras](/category/cameras)",
    ),
    "ru": Words(
        "Камеры снова в наличии",
        "# Камеры снова в наличии\n\nСнова есть **Fujifilm X100VI** и **Sony A7 IV**, по нескольку"
        " штук.\n\n- Товары из корзины остаются за вами, пока вы платите.\n- Кто стоял в очереди,"
        " получил их первым.\n\n[Все камеры](/category/cameras)",
    ),
    "ko": Words(
        "카메라가 다시 입고되었습니다",
        "# 카메라 재입고\n\n**Fujifilm X100VI**와 **Sony A7 IV**가 소량 다시 들어왔습니다.\n\n"
        "- 결제하는 동안 장바구니 상품을 확보해 드립니다.\n- 대기하신 분께 먼저 드렸습니다.\n\n"
        "[카메라 모두 보기](/category/cameras)",
    ),
}
_NEXT: Final[Mapping[str, Words]] = {
    "en": Words(
        "Headphones for the way to work",
        "# Quiet on the train\n\nThree that we listen to ourselves.",
    ),
}
_HANDLES: Final = "SELECT handle, id FROM products WHERE handle = ANY($1)"
_CAMERAS: Final = ("fujifilm-x100vi", "sony-a7-iv")
_HEADPHONES: Final = ("sony-wh-1000xm5", "airpods-pro-2", "marshall-major-iv")


async def write_demo_newsletters(past: Past, database: Database, staff: str, now: datetime) -> None:
    """As ``staff`` wrote them. Nothing goes out for it: what was sent had ended."""
    async with database.transaction() as connection:
        for email, _, locale in _READERS:
            await newsletters.subscribe_shown(connection, email, locale)
    sent = NewsletterTerms(texts=_NEWS, products=await _products(database, _CAMERAS))
    at, count = now - _SENT, len(_READERS)
    news = id_made_at(at - _WRITING)
    await _commit(past, at - _WRITING, news, staff, "drafted", newsletters.drafted(news, sent))
    await _commit(past, at, news, staff, "scheduled", newsletters.scheduled(news, at))
    await _commit(past, at, news, staff, "begun", newsletters.begun(news))
    ended = newsletters.sent(news, Counted(sent=count - 1, refused=1))
    await _commit(past, at + _TOOK, news, staff, "sent", ended)
    async with database.transaction() as connection:
        last = await newsletters.subscriber_at(connection, _READERS[-1][0])
        if last is not None:
            await newsletters.note_reached(connection, news, last.id, count)
    draft = NewsletterTerms(texts=_NEXT, products=await _products(database, _HEADPHONES))
    at = now - _DRAFTED
    new = id_made_at(at)
    await _commit(past, at, new, staff, "drafted", newsletters.drafted(new, draft))


async def _products(database: Database, handles: Sequence[str]) -> tuple[UUID, ...]:
    found: dict[str, UUID] = dict(await database.pool.fetch(_HANDLES, list(handles)))
    return tuple(found[one] for one in handles if one in found)


async def _commit(
    past: Past, at: datetime, newsletter: UUID, staff: str, done: str, rider: Rider
) -> None:
    by_hand = done in ("drafted", "scheduled")
    said = (audited(staff, f"newsletter.{done}", newsletter),) if by_hand else ()
    key = f"demo-newsletter/{newsletter}/{done}"
    await past.commit(at, Command((), (rider, *said), key=key, actor=staff))
