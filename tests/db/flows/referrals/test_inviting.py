"""Terms, links and friends who come by them: each friend once, nobody by their own link."""

import asyncio

import pytest
from msgspec.structs import replace

from holdfast.flows.checkout.prices import NO_CHOICE
from holdfast.flows.checkout.quoting import quote_cart
from holdfast.flows.commit.caller import Caller
from holdfast.flows.promotions.promotions import end_promotion
from holdfast.flows.referrals.inviting import accept, invitation, make_link
from holdfast.flows.referrals.program import end_program, offered, put_program
from holdfast.flows.referrals.terms import Advantage
from holdfast.flows.shop_parts import ShopParts
from holdfast.people import Principal
from holdfast.promotions import campaign_key
from holdfast.referrals import (
    MOST_LINKS,
    BadProgram,
    InvitationNotFound,
    InvitedAlready,
    NotNewHere,
    OwnInvitation,
    ReferralsOff,
    TooManyInvitationLinks,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import Goods, cart_of, new_goods
from tests.db.flows.referrals.referring import (
    TERMS,
    a_person,
    bought,
    came_by,
    coupons_of,
    inviting,
    link_code,
    now_of,
    settles,
)
from tests.db.flows.stage import Stage, select


async def total(parts: ShopParts, buyer: Principal, goods: Goods, quantity: int = 2) -> int:
    cart = cart_of(goods, quantity=quantity)
    return (await quote_cart(parts, buyer, cart, NO_CHOICE)).quote.total


async def test_a_friend_pays_less_for_the_first_order_alone_and_nobody_else_does(
    stage: Stage,
) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 20, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    assert await total(stage, ben, goods) == 1800
    assert await total(stage, ann, goods) == 2000
    assert await total(stage, await a_person(stage), goods) == 2000
    await bought(stage, ben, goods)
    assert await total(stage, ben, goods) == 2000, "the second order costs what it costs"


async def test_an_order_below_the_least_costs_a_friend_what_it_costs(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 5, price=500), await a_person(stage)
    assert await total(stage, await came_by(stage, ann), goods, quantity=1) == 500


async def test_a_link_says_no_more_than_the_first_name(stage: Stage) -> None:
    await inviting(stage)
    ann = await a_person(stage, "Anna Petrova")
    code = await link_code(stage, ann)
    found = await invitation(stage, f" {code.lower()} ")
    assert (found.code, found.name, found.offer.friend.value) == (code, "Anna", 10)
    nameless = await a_person(stage, "")
    assert (await invitation(stage, await link_code(stage, nameless))).name == ""


async def test_nobody_comes_by_a_link_that_was_renewed_and_who_came_counts(stage: Stage) -> None:
    await inviting(stage)
    ann = await a_person(stage)
    ben, old = await came_by(stage, ann), await link_code(stage, ann)
    new = (await make_link(stage, Caller(ann), renew=True)).code
    assert new != old
    assert await link_code(stage, ann) == new
    for tried in (
        invitation(stage, old),
        accept(stage, Caller(await a_person(stage)), old),
        invitation(stage, "\0" * 8),
    ):
        with pytest.raises(InvitationNotFound):
            await tried
    assert (await now_of(stage, ben)).inviter == ann.id


async def test_of_two_who_ask_for_a_link_at_once_both_get_the_same(stage: Stage) -> None:
    await inviting(stage)
    ann, other = await a_person(stage), await stage.spare()
    made = await asyncio.gather(
        *(make_link(parts, Caller(ann), renew=False) for parts in (stage, other) * 3)
    )
    assert len({one.code for one in made}) == 1


async def test_links_are_not_renewed_without_end(stage: Stage) -> None:
    await inviting(stage)
    ann = await a_person(stage)
    for _ in range(MOST_LINKS):
        code = (await make_link(stage, Caller(ann), renew=True)).code
    with pytest.raises(TooManyInvitationLinks):
        await make_link(stage, Caller(ann), renew=True)
    assert await link_code(stage, ann) == code


async def test_nobody_invites_themselves_by_any_account_and_staff_see_it(stage: Stage) -> None:
    await inviting(stage)
    ann = await a_person(stage, email="ann@shop.example")
    code = await link_code(stage, ann)
    with pytest.raises(OwnInvitation):
        await accept(stage, Caller(ann), code)
    again = await a_person(stage, email="ann+new@shop.example")
    for _ in range(2):
        with pytest.raises(OwnInvitation):
            await accept(stage, Caller(again), code)
    seen = await now_of(stage, again)
    assert (seen.status, seen.reason) == ("refused", "same-person")
    goods = await new_goods(stage, 5, price=1000)
    assert await total(stage, again, goods) == 2000, "and has nothing off"


async def test_who_has_bought_before_is_no_friend_to_invite(stage: Stage) -> None:
    await inviting(stage)
    goods, ann, ben = await new_goods(stage, 5), await a_person(stage), await a_person(stage)
    await bought(stage, ben, goods)
    with pytest.raises(NotNewHere):
        await accept(stage, Caller(ben), await link_code(stage, ann))


async def test_the_first_invitation_counts_however_often_and_by_whom_one_is_invited(
    stage: Stage,
) -> None:
    await inviting(stage)
    ann, cleo, ben = [await a_person(stage) for _ in range(3)]
    codes = [await link_code(stage, one) for one in (ann, cleo)]
    other = await stage.spare()
    found = await asyncio.gather(
        *(accept(parts, Caller(ben), code) for parts in (stage, other) for code in codes * 2),
        return_exceptions=True,
    )
    one = await now_of(stage, ben)
    for came in found:
        if isinstance(came, BaseException):
            assert isinstance(came, InvitedAlready), came
        else:
            assert came.id == one.id
    assert len(await select(stage, "SELECT FROM referrals WHERE friend = $1", ben.id)) == 1


async def test_other_terms_take_the_place_of_those_before_and_the_same_change_nothing(
    stage: Stage,
) -> None:
    first = await inviting(stage)
    assert (await inviting(stage)).program == first.program
    goods, ann = await new_goods(stage, 9, price=1000), await a_person(stage)
    ben = await came_by(stage, ann)
    second = await inviting(stage, friend=Advantage("fixed", 500))
    assert second.program.group_id == first.program.group_id
    assert await total(stage, ben, goods) == 1500, "friends have what is in force now"
    assert (await stage.reader.account(campaign_key(second.reward.id))).balance == 5


async def test_of_two_who_change_the_terms_at_once_one_is_last_and_one_is_in_force(
    stage: Stage,
) -> None:
    await inviting(stage)
    other, staff = await stage.spare(), Caller(a_manager())
    terms = [Advantage("percent", value) for value in range(11, 17)]
    await asyncio.gather(
        *(
            put_program(parts, staff, replace(TERMS, friend=one))
            for parts, one in zip((stage, other) * 3, terms, strict=True)
        )
    )
    ((open_ones,),) = await select(
        stage, "SELECT count(*) FROM referral_programs WHERE status = 'open'"
    )
    live = [one for one in await stage.promotions.live() if one.first_order]
    assert (open_ones, len(live)) == (1, 1)


async def test_switched_off_it_invites_nobody_and_takes_nothing_off(stage: Stage) -> None:
    await inviting(stage)
    goods, ann = await new_goods(stage, 9, price=1000), await a_person(stage)
    ben, code = await came_by(stage, ann), await link_code(stage, ann)
    for _ in range(2):
        await end_program(stage, Caller(a_manager()))
    assert await offered(stage) is None
    assert await total(stage, ben, goods) == 2000
    with pytest.raises(InvitationNotFound):
        await invitation(stage, code)
    with pytest.raises(ReferralsOff):
        await accept(stage, Caller(await a_person(stage)), code)
    with pytest.raises(ReferralsOff):
        await make_link(stage, Caller(await a_person(stage)), renew=False)
    assert (await inviting(stage)).program.group_id, "it may be switched on again"


async def test_where_staff_ended_what_friends_have_nobody_is_invited(stage: Stage) -> None:
    offer = await inviting(stage)
    await end_promotion(stage, Caller(a_manager()), offer.friend.id, "Too dear")
    assert await offered(stage) is None
    assert await inviting(stage) is not None


async def test_terms_need_the_shops_currency_and_a_name_for_the_group(stage: Stage) -> None:
    await settles(stage, currency=None)
    with pytest.raises(BadProgram):
        await put_program(stage, Caller(a_manager()), TERMS)


async def test_nobody_can_ask_for_the_coupon(stage: Stage) -> None:
    offer = await inviting(stage)
    now = await stage.coupons.now()
    assert offer.reward.phase(now) == "closed"
    listed = await stage.coupons.page(None, 50, open_at=now)
    assert offer.reward.id not in {one.id for one in listed}


async def test_an_erased_inviters_link_leads_to_nobody(stage: Stage) -> None:
    await inviting(stage)
    ann = await a_person(stage)
    ben, code = await came_by(stage, ann), await link_code(stage, ann)
    await stage.database.pool.execute("DELETE FROM referral_links WHERE owner = $1", ann.id)
    with pytest.raises(InvitationNotFound):
        await invitation(stage, code)
    assert (await now_of(stage, ben)).inviter == ann.id
    assert await coupons_of(stage, ann) == []
