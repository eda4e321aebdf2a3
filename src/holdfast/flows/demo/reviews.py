"""What buyers of the demo's past say of what they bought, each in their own language, some days
later; staff have looked through it. Said twice, it stands once."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from holdfast.catalog.demo import demo_snapshot
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.reviewing.moderating import moderate
from holdfast.flows.reviewing.writing import ReviewAsked, write_review
from holdfast.orders import has_bought
from holdfast.people import Principal
from holdfast.reviews import Subject, own_review, say_anew

__all__ = ["SAID", "review_demo"]


class Said(Struct, frozen=True):
    """What somebody who reads ``locale`` says of the product, and shows of it: in which colour, and
    where."""

    handle: str
    locale: str
    stars: int
    text: str
    taken: tuple[tuple[str, str], ...] = ()


SAID: Final = (
    Said("iphone-15", "en", 5, "Battery lasts two days for me. The camera is the reason to"
         " buy it.", (("Pink", "evening"), ("Pink", "morning"))),
    Said("iphone-15", "ru", 4, "Экран и камера отличные. Тяжёлый, к весу привыкаешь не"
         " сразу."),
    Said("iphone-15", "ko", 5, "하루 종일 써도 배터리가 남아요. 포장도 깔끔했습니다."),
    Said("sony-wh-1000xm5", "en", 5, "Silence on the train, at last. The case is larger than the"
         " old one.", (("Black", "study"),)),
    Said("sony-wh-1000xm5", "ru", 5, "Шум в метро пропадает почти полностью. За три недели ни"
         " одного обрыва связи."),
    Said("sony-wh-1000xm5", "ko", 4, "소음 차단이 훌륭합니다. 여름에는 귀가 조금 더워요."),
    Said("playstation-5", "en", 4, "Quiet and much smaller. Two USB ports at the front would"
         " be one too few for families."),
    Said("playstation-5", "ru", 5, "Пришла на следующий день, всё запечатано. Сын счастлив.",
         (("White", "evening"),)),
    Said("macbook-pro-14", "en", 5, "Hardly ever heard its fan, and it compiles our project faster"
         " than my desktop."),
    Said("macbook-pro-14", "ru", 4, "Быстрый, держит весь рабочий день. Тяжеловат для поездок, зато"
         " не греется."),
    Said("macbook-pro-14", "ko", 5, "화면이 정말 좋고 조용해서 작업하기 편해요."),
    Said("apple-watch-9", "ru", 3, "Часы хорошие, но заряжать приходится каждый вечер."),
    Said("apple-watch-9", "en", 5, "Bright enough to read in the sun while running."),
    Said("instax-mini-12", "en", 5, "The seller had put a film in it, so the party began at once.",
         (("Pink", "morning"), ("Pink", "evening"))),
    Said("instax-mini-12", "ru", 4, "Подарили дочке, снимает всё подряд. Плёнка недешёвая."),
    Said("gopro-hero12", "ko", 5, "흔들림 보정이 정말 놀랍습니다. 판매자 응대도 빨랐어요."),
    Said("airpods-pro-2", "en", 4, "Fit well and stay in while running. The case scratches."),
    Said("airpods-pro-2", "ru", 5, "Шумоподавление лучше, чем ждал. Заряда хватает на день."),
    Said("airpods-pro-2", "ko", 4, "착용감이 편하고 통화 음질이 좋습니다. 가격은 조금 아쉬워요."),
)  # fmt: skip
# Some days after it was paid, each another time of day.
_EARLIER: Final = sa.text("""
UPDATE reviews r SET created_at = said.at, changed_at = said.at
FROM (SELECT own.id, least(now() - interval '1 hour', max(o.paid_at) + interval '61 hours'
             + (hashtext(own.id::text) % 600) * interval '1 minute') AS at
      FROM reviews own JOIN orders o ON o.owner = 'user:' || own.author AND o.paid_at IS NOT NULL
      JOIN order_items i ON i.order_id = o.id AND i.product_id = own.subject_id
      WHERE own.id = ANY(CAST(:ids AS uuid[])) GROUP BY own.id) AS said
WHERE r.id = said.id
""")
_READ: Final = sa.text("SELECT id, version FROM reviews WHERE looked_at IS NULL")
_HANDLES: Final = "SELECT handle, id FROM products WHERE handle = ANY($1)"


async def review_demo(database: Database, buyers: Sequence[DemoBuyer], staff: str) -> int:
    """Each is said by the first who bought the product, reads that language and has not spoken of
    it yet; what nobody could say is left out. How many were said."""
    products = dict(await database.pool.fetch(_HANDLES, sorted({one.handle for one in SAID})))
    spoken: set[tuple[str, str]] = set()
    for one in SAID:
        product_id = products.get(one.handle)
        buyer = await _buyer(database, buyers, one, product_id, spoken)
        if product_id is None or buyer is None:
            continue
        spoken.add((buyer.owner, one.handle))
        by = Caller(Principal(buyer.owner, "user", frozenset({"customer"})))
        about = Subject("product", product_id)
        await write_review(database, by, about, ReviewAsked(one.stars, one.text))
        await _show(database, by, about, one)
    async with database.transaction() as connection:
        read = {row[0]: row[1] for row in await connection.execute(_READ)}
        await connection.execute(_EARLIER, {"ids": list(read)})
    if read:
        by = Caller(Principal(staff, "user", frozenset({"manager"})))
        await moderate(database, by, "show", read)
    return len(spoken)


async def _show(database: Database, by: Caller, about: Subject, said: Said) -> None:
    """Its pictures, which nobody sent: they are drawn."""
    review = await own_review(database.pool, by.principal.user_id, about.id)
    if review is None or not said.taken:
        return
    images = [demo_snapshot(said.handle, color, place) for color, place in said.taken]
    async with database.transaction() as connection:
        kept = msgspec.json.encode(images).decode()
        await say_anew(connection, review.id, said.stars, said.text, kept)


async def _buyer(
    database: Database,
    buyers: Sequence[DemoBuyer],
    said: Said,
    product_id: UUID | None,
    spoken: set[tuple[str, str]],
) -> DemoBuyer | None:
    for one in buyers:
        mine = one.locale == said.locale and (one.owner, said.handle) not in spoken
        if product_id and mine and await has_bought(database.pool, one.owner, product_id):
            return one
    return None
