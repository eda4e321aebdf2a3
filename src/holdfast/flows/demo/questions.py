"""What shoppers of the demo's past asked about its products for all to read, each in their own
language, and what was answered; two still wait. Asked twice, it stands once."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.reviewing.asking import answer_question, ask_question
from holdfast.flows.reviewing.moderating import moderate
from holdfast.people import Principal
from holdfast.reviews import own_question

__all__ = ["ask_demo"]


class _Asked(Struct, frozen=True):
    """About the product, by a customer who reads ``locale``, so many days ago."""

    handle: str
    locale: str
    days: int
    text: str
    answer: str = ""


_ASKED: Final = (
    _Asked("iphone-15", "ru", 19, "Это версия с двумя SIM-картами или с одной и eSIM?",
           "Одна nano-SIM и eSIM."),
    _Asked("iphone-15", "en", 12, "Is there a charger in the box?",
           "A USB-C cable is. The charger is sold separately: the Anker 737 charges it too."),
    _Asked("iphone-15-pro-max", "en", 8, "Does the 5x lens also focus up close?",
           "From about 1.3 m. Closer than that the camera switches to the main lens."),
    _Asked("sony-wh-1000xm5", "ko", 15, "아이폰과 노트북에 동시에 연결할 수 있나요?",
           "네, 두 기기에 동시에 연결됩니다. 전화가 오면 자동으로 전환돼요."),
    _Asked("sony-wh-1000xm5", "ru", 6, "Складываются ли они?",
           "Нет, чашки только поворачиваются. Чехол в комплекте."),
    _Asked("playstation-5", "en", 10, "Can the disc drive be taken off?",
           "Yes, it comes off without tools."),
    _Asked("macbook-air-13", "ru", 4, "Можно ли подключить два внешних монитора?",
           "Да, при закрытой крышке. При открытой — один."),
    _Asked("instax-mini-12", "en", 11, "How many pictures are in one pack of film?",
           "Ten. We put one pack in with every camera."),
    _Asked("fujifilm-x100vi", "ru", 5, "Фильтры на 49 мм подойдут без переходника?",
           "Нужно кольцо AR-X100, оно есть у нас в магазине; можно взять вместе."),
    _Asked("macbook-pro-14", "en", 1, "Is the keyboard available with a US layout?"),
    _Asked("gopro-hero12", "ru", 1, "Подходят ли аккумуляторы от HERO11?"),
)  # fmt: skip
_HANDLES: Final = "SELECT handle, id FROM products WHERE handle = ANY($1)"
_EARLIER: Final = sa.text("""
UPDATE questions SET created_at = said.at, changed_at = said.at,
    replied_at = CASE WHEN reply <> '' THEN said.at + interval '95 minutes' END
FROM (SELECT now() - CAST(:days AS integer) * interval '1 day'
             - (hashtext(CAST(:id AS text)) % 300) * interval '1 minute'
             - interval '6 hours' AS at) AS said
WHERE id = CAST(:id AS uuid)
""")


async def ask_demo(
    database: Database,
    buyers: Sequence[DemoBuyer],
    staff: str,
    sellers: Mapping[UUID, str],
) -> int:
    """Each by the last of the customers who reads that language and has not asked yet; answered by
    the shop, or by who sells it: ``sellers``, by the product. How many were asked."""
    products = dict(await database.pool.fetch(_HANDLES, [one.handle for one in _ASKED]))
    shop = Caller(Principal(staff, "user", frozenset({"manager"})))
    free = list(reversed(buyers))
    made = 0
    for one in _ASKED:
        buyer = next((some for some in free if some.locale == one.locale), None)
        product_id = products.get(one.handle)
        if buyer is None or product_id is None:
            continue
        # Whoever has asked comes last in line.
        free.remove(buyer)
        free.append(buyer)
        seller = sellers.get(product_id)
        answers = shop
        if seller is not None:
            answers = Caller(Principal(seller, "user", frozenset({"customer", "seller"})))
        await _hold(database, buyer, answers, shop, product_id, one)
        made += 1
    return made


async def _hold(
    database: Database,
    buyer: DemoBuyer,
    answers: Caller,
    shop: Caller,
    product_id: UUID,
    asked: _Asked,
) -> None:
    by = Caller(Principal(buyer.owner, "user", frozenset({"customer"})))
    await ask_question(database, by, product_id, asked.text)
    found = await own_question(database.pool, by.principal.user_id, product_id)
    assert found is not None, "just asked"
    if asked.answer:
        await answer_question(database, answers, found.id, found.version, asked.answer)
        await moderate(database, shop, "show", {found.id: found.version}, kind="question")
    async with database.transaction() as connection:
        await connection.execute(_EARLIER, {"id": str(found.id), "days": asked.days})
