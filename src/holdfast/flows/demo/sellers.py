"""Who sells in the demo shop beside the shop itself: they asked to, staff let them, and one more
waits for an answer. Done twice, it does nothing the second time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import people
from holdfast.catalog.demo import demo_products
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.sellers import SellerWords, save_words
from holdfast.flows.selling.standing import apply_to_sell, decide
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.sellers import add_rule, applications_of, lock_rules

__all__ = ["APPLICANT", "SELLERS", "DemoSeller", "admit_sellers", "goods_of_sellers"]

_COMMISSION: Final = 12_000  # of everybody's sales, in thousandths of a percent


class DemoSeller(Struct, frozen=True):
    """Asked for by whoever has this ``email``; its goods are those of ``shelf``. ``about`` in
    English, ``abouts`` in the demo's other languages."""

    name: str
    email: str
    shelf: str
    about: str
    abouts: Mapping[str, str]
    message: str


SELLERS: Final = (
    DemoSeller(
        "Aperture", "aperture@example.com", "cameras",
        "Cameras since 2009. Every lens is looked through before it leaves.",
        {
            "ru": "Фототехника с 2009 года. Каждый объектив проверяем перед отправкой.",
            "ko": "2009년부터 카메라 전문점. 모든 렌즈를 발송 전에 직접 확인합니다.",
        },
        "We have a shop of our own and would like to sell in yours.",
    ),
    DemoSeller(
        "Timekeepers", "timekeepers@example.com", "watches",
        "Smartwatches and nothing else, with straps to go with them.",
        {
            "ru": "Умные часы и ничего больше; ремешки подберём.",
            "ko": "스마트워치만 취급합니다. 어울리는 스트랩도 골라 드려요.",
        },
        "Smartwatches, some two hundred a month.",
    ),
)  # fmt: skip

APPLICANT: Final = DemoSeller(
    "Retrograde", "emma.walker@example.com", "", "Consoles of the nineties, mended and cleaned.",
    {}, "I mend old consoles and would like to sell about ten a month. May I?",
)  # fmt: skip


def goods_of_sellers(sellers: Mapping[str, UUID]) -> dict[str, UUID]:
    """Whose each of the demo's goods is, by handle; ``sellers`` by shelf."""
    return {
        draft.handle: sellers[tag]
        for draft in demo_products()
        for tag in (draft.tags or ())
        if tag in sellers
    }


async def admit_sellers(database: Database, staff: str, begun: datetime) -> dict[str, UUID]:
    """Their ids by shelf. What they sold since ``begun`` they sold under the shop's commission."""
    by = Caller(Principal(staff, "user", frozenset({"manager"})))
    found = {}
    for one in SELLERS:
        user = await _user(database, one.email)
        known = await applications_of(database.pool, user)
        made = known[0].id if known else await _applied(database, user, one)
        if not (known and known[0].is_approved):
            await decide(database, by, made, "approved")
        found[one.shelf] = made
    await _take_commission(database, by, begun)
    waits = await _user(database, APPLICANT.email)
    if not await applications_of(database.pool, waits):
        await _applied(database, waits, APPLICANT)
    return found


async def _applied(database: Database, user: UUID, one: DemoSeller) -> UUID:
    by = Caller(Principal(people.user_owner(user), "user", frozenset({"customer"})))
    made = await apply_to_sell(database, by, user, one.name, one.about, one.message)
    if one.abouts:
        await save_words(database, by, made, SellerWords(one.about, dict(one.abouts), None), 1)
    return made


async def _take_commission(database: Database, by: Caller, begun: datetime) -> None:
    async with database.transaction() as connection:
        if await lock_rules(connection):
            return
        terms: dict[str, object] = {
            "seller_id": None, "category_id": None, "rate": _COMMISSION, "fixed": 0,
            "currency": None, "begins_at": begun,
        }  # fmt: skip
        made = await add_rule(connection, new_id(), terms, None)
        await by.note(connection, "commission.made", str(made.id), {"after": {"rate": made.rate}})


async def _user(database: Database, email: str) -> UUID:
    async with database.read() as connection:
        user = await people.by_email(connection, email)
    assert user is not None  # the demo's people were added before
    return user.id
