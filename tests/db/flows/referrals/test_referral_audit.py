"""The audit finds what was given for a friend and does not fit."""

import pytest

from holdfast.views.agreement import audit_shop
from tests.db.flows.buying import new_goods
from tests.db.flows.referrals.referring import a_person, bought, came_by, give_at, inviting
from tests.db.flows.stage import Stage


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE referrals SET coupon_id = (SELECT max(coupon_id::text)::uuid FROM referrals)",
        "UPDATE referral_programs SET campaign_id = gen_random_uuid()",
        "UPDATE referrals SET inviter = 'user:none' WHERE id = (SELECT id FROM referrals LIMIT 1)",
    ],
)
async def test_what_was_given_to_somebody_else_or_counted_wrong_is_found(
    stage: Stage, broken: str
) -> None:
    await inviting(stage)
    goods = await new_goods(stage, 20, price=1000)
    for _ in range(2):
        await bought(stage, await came_by(stage, await a_person(stage)), goods)
    await give_at(stage, 15)
    assert [one.fault for one in (await audit_shop(stage.database.pool)).violations] == []
    await stage.database.pool.execute(broken)
    stage.altered.add("referral")
    found = {one.fault for one in (await audit_shop(stage.database.pool)).violations}
    assert found == {"referral"}
