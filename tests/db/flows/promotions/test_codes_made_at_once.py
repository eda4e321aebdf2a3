"""Two of staff make promotions of one code at once: there is one."""

import asyncio
from datetime import timedelta

from holdfast.flows.commit.caller import Caller
from holdfast.flows.promotions.promotions import BadPromotion, make_promotion
from holdfast.kit import shop_now
from holdfast.people import Principal
from holdfast.promotions import Promotion, PromotionTerms
from tests.db.flows.stage import Stage

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")


async def test_of_four_with_one_code_one_is_made(stage: Stage) -> None:
    other = await stage.spare()
    terms = PromotionTerms(
        name="Autumn",
        rule="percent",
        value=10,
        code="AUTUMN",
        opens_at=shop_now() - timedelta(minutes=1),
    )
    asked = (make_promotion(each, STAFF, terms) for each in (stage, other, stage, other))
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, Promotion) for one in found) == 1
    assert sum(isinstance(one, BadPromotion) for one in found) == 3
