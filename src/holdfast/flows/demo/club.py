"""The demo shop's club: customers who buy some things cheaper, as staff let them in."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.promotions.customer_groups import add_members, make_group
from holdfast.flows.promotions.promotions import make_promotion
from holdfast.groups import GroupTerms
from holdfast.kit import shop_now
from holdfast.people import Principal
from holdfast.promotions import PromotionTerms

__all__ = ["open_club"]

_STAFF: Final = "manager@example.com"
_MEMBERS: Final = (REGULAR, "anna.petrova@example.com", "haeun.choi@example.com")
_PERSON: Final = "SELECT 'user:' || id FROM users WHERE email = $1"
_CHEAPER: Final = "SELECT id FROM categories WHERE name = ANY($1::text[])"
_CATEGORIES: Final = ("Headphones and speakers", "Accessories")
_PERCENT: Final = 10
_CLUB: Final = GroupTerms(name="Club", translations={"ru": "Клуб", "ko": "클럽"})


async def open_club(desk: CouponDesk) -> None:
    """The group, who is in it, and what they pay less for."""
    pool = desk.database.pool
    manager: str = await pool.fetchval(_PERSON, _STAFF)
    staff = Caller(Principal(manager, "user", frozenset({"manager"})))
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
