"""What clients of the demo's past say of their photographers, each in their own language, some
hours later; some are answered. What nobody could say is left out."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.demo.studio import Furnished
from holdfast.flows.reviewing.replying import reply_to_review
from holdfast.flows.reviewing.writing import ReviewAsked, write_review
from holdfast.people import Principal
from holdfast.reviews import Subject, own_review

__all__ = ["review_sessions"]


class _Said(Struct, frozen=True):
    handle: str
    locale: str
    stars: int
    text: str
    reply: str = ""


_SAID: Final = (
    _Said("vera", "ru", 5, "Вера просто разговаривала со мной, а потом оказалось, что всё уже"
          " снято. Первый портрет, который нравится маме.", "Спасибо! Маме привет."),
    _Said("vera", "en", 4, "Beautiful light and no hurry. The parking is five minutes away."),
    _Said("gleb", "ru", 5, "Снял двадцать часов за два часа, ни одного блика мимо."),
    _Said("jonas", "en", 5, "Our band has never looked this awake at ten in the morning.",
          "The coffee was yours. Come again!"),
    _Said("jonas", "ru", 4, "Отличные кадры на улице, но зимой одевайтесь теплее."),
    _Said("mila", "en", 5, "She got all three children to laugh at once. The dog too."),
    _Said("mila", "ko", 5, "아이가 낯을 많이 가리는데 금방 웃었어요. 사진도 자연스럽습니다."),
    _Said("sora", "ko", 5, "해 질 녘 서울숲 사진이 정말 예뻐요. 설명도 친절하셨습니다.",
          "감사합니다. 가을에도 뵙고 싶어요!"),
    _Said("sora", "en", 5, "We were nervous for the first minute and then forgot the camera."),
    _Said("taeyang", "ko", 4, "제품컷 200장을 하루에 받았습니다. 색이 정확해요."),
)  # fmt: skip
_SERVED: Final = """
SELECT b.user_id, t.resource_id FROM bookings b
JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
WHERE b.status = 'completed' ORDER BY b.starts_at, b.id
"""
_EARLIER: Final = sa.text("""
UPDATE reviews r SET created_at = said.at, changed_at = said.at,
    replied_at = CASE WHEN r.reply <> '' THEN said.at + interval '50 minutes' END
FROM (SELECT own.id, least(now() - interval '1 hour', min(b.ends_at) + interval '5 hours'
             + (hashtext(own.id::text) % 180) * interval '1 minute') AS at
      FROM reviews own JOIN bookings b ON b.user_id = 'user:' || own.author
      JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
          AND t.resource_id = own.subject_id
      WHERE own.subject = 'resource' AND b.status = 'completed' GROUP BY own.id) AS said
WHERE r.id = said.id
""")


async def review_sessions(
    database: Database, furnished: Furnished, buyers: Sequence[DemoBuyer], staff: str
) -> int:
    """Each by the first client who reads that language and has not spoken of them yet; how many
    were said. Whoever looks through the goods' reviews looks through these."""
    served = await database.pool.fetch(_SERVED)
    locales = {one.owner: one.locale for one in buyers}
    desk = Caller(Principal(staff, "user", frozenset({"manager"})))
    spoken: set[tuple[str, str]] = set()
    for one in _SAID:
        about = Subject("resource", furnished.resources[one.handle].id)
        owner = next(
            (
                owner for owner, resource in served
                if resource == about.id and locales.get(owner) == one.locale
                and (owner, one.handle) not in spoken
            ),
            None,
        )  # fmt: skip
        if owner is None:
            continue
        spoken.add((owner, one.handle))
        by = Principal(owner, "user", frozenset({"customer"}))
        await write_review(database, Caller(by), about, ReviewAsked(one.stars, one.text))
        if one.reply and (said := await own_review(database.pool, by.user_id, about.id)):
            await reply_to_review(database, desk, said.id, one.reply)
    async with database.transaction() as connection:
        await connection.execute(_EARLIER)
    return len(spoken)
