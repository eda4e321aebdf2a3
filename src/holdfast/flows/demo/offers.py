"""What the demo shop sells for less: to its club, whom staff let in, and together."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.flows.demo.acting import MANAGER, acting_as
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.promotions.customer_groups import add_members, make_group
from holdfast.flows.promotions.promotions import make_promotion
from holdfast.groups import GroupTerms
from holdfast.kit import shop_now
from holdfast.promotions import PromotionTerms

__all__ = ["open_club", "sell_together"]

_MEMBERS: Final = (REGULAR, "anna.petrova@example.com", "haeun.choi@example.com")
_CHEAPER: Final = "SELECT id FROM categories WHERE name = ANY($1::text[])"
_CATEGORIES: Final = ("Headphones and speakers", "Accessories")
_PERCENT: Final = 10
_NAMED: Final = "SELECT id FROM products WHERE handle = ANY($1::text[])"
_DESK: Final = ("mx-master-3s", "keychron-k3")
_CLUB: Final = GroupTerms(name="Club", translations={"ru": "Клуб", "ko": "클럽"})


async def open_club(desk: CouponDesk) -> None:
    """The group, who is in it, and what they pay less for."""
    pool, staff = desk.database.pool, await acting_as(desk.database.pool, MANAGER, "manager")
    club = await make_group(desk, staff, _CLUB)
    await add_members(desk, staff, club.id, _MEMBERS)
    categories: list[UUID] = [row["id"] for row in await pool.fetch(_CHEAPER, list(_CATEGORIES))]
    offer = PromotionTerms(
        name="Club price",
        translations={"ru": "Цена для клуба", "ko": "클럽 회원가"},
        rule="percent",
        value=_PERCENT,
        categories=frozenset(categories),
        groups=frozenset({club.id}),
        opens_at=shop_now() - timedelta(hours=1),
    )
    await make_promotion(desk, staff, offer)


async def sell_together(desk: CouponDesk) -> None:
    """A mouse and a keyboard."""
    rows = await desk.database.pool.fetch(_NAMED, list(_DESK))
    offer = PromotionTerms(
        name="Cheaper together",
        translations={"ru": "Вместе дешевле", "ko": "함께 사면 더 저렴해요"},
        rule="set-percent",
        value=_PERCENT,
        scope=frozenset(row["id"] for row in rows),
        opens_at=shop_now() - timedelta(hours=1),
    )
    await make_promotion(desk, await acting_as(desk.database.pool, MANAGER, "manager"), offer)
