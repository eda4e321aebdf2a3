"""Campaigns and their coupons: exactly as many as there are, and to nobody beyond the limit."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key, scoped_key
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.promotions.campaigns import BadTerms, make_campaign
from holdfast.flows.promotions.coupons import (
    CampaignNotFound,
    CampaignNotOpen,
    CouponsGone,
    give_out,
)
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.promotions import (
    AlreadyGiven,
    Campaign,
    Coupon,
    CouponBook,
    Terms,
    campaign_key,
    coupon_limit_key,
    issued_key,
)
from tests.db.flows.buying import new_goods
from tests.db.flows.stage import Stage, select

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AWAY = datetime(2120, 1, 1, tzinfo=UTC)


STAFF = Principal("user:staff", "user")


class Got(NamedTuple):
    coupon: Coupon
    new: bool


async def campaign(stage: Stage, quantity: int, key: Key | None = None, **terms: Any) -> Campaign:
    usual: dict[str, Any] = {
        "name": "Ten off", "rule": "percent", "value": 10, "opens_at": LONG_AGO,
    }  # fmt: skip
    asked = Terms(**(usual | {"quantity": quantity} | terms))
    return await make_campaign(stage, Caller(STAFF, "r1", key), asked)


def somebody() -> str:
    return f"user:{new_id()}"


def key_of(owner: str, campaign: Campaign, text: str = "k", body: bytes = b"") -> Key:
    key = scoped_key(f"coupon/{campaign.id}", owner, text, body)
    assert key is not None
    return key


async def ask(
    parts: ShopParts, campaign: Campaign, owner: str, key: Key | None = None
) -> Got | str:
    """The coupon, or the code of the refusal."""
    try:
        given = await give_out(parts, Caller(Principal(owner, "user"), "r2", key=key), campaign.id)
    except (CouponsGone, CampaignNotOpen) as refused:
        return refused.code
    return Got(given.coupon, given.new)


async def left(stage: Stage, campaign: Campaign) -> int:
    return (await stage.reader.account(campaign_key(campaign.id))).balance


async def given(stage: Stage, campaign: Campaign) -> list[tuple[str, UUID]]:
    """Owner and coupon of each, from the rows alone."""
    rows = await select(stage, "SELECT owner, id FROM coupons WHERE campaign_id = $1", campaign.id)
    return [(str(owner), coupon) for owner, coupon in rows if isinstance(coupon, UUID)]


# --- campaigns ----------------------------------------------------------------------------------


async def test_a_campaign_begins_with_its_whole_supply(stage: Stage) -> None:
    goods = await new_goods(stage, 1)
    made = await campaign(
        stage, 500, rule="fixed", value=300, currency="EUR", minimum=1000, per_customer=2,
        scope=frozenset({goods.product_id}), closes_at=FAR_AWAY, valid_days=7,
    )  # fmt: skip
    assert await left(stage, made) == 500
    (spare,) = [await stage.spare()]  # another process reads the same from the row
    assert await spare.coupons.campaign(made.id) == made
    assert (made.scope, made.per_customer, made.minimum) == (
        frozenset({goods.product_id}), 2, 1000,
    )  # fmt: skip
    audited = await select(
        stage,
        "SELECT actor, action, request, data->>'quantity' FROM audit_log WHERE subject = $1",
        str(made.id),
    )
    assert audited == [("user:staff", "campaign.made", "r1", "500")]


async def test_a_repeated_campaign_is_the_same(stage: Stage) -> None:
    key = scoped_key("campaign", "user:staff", "once", b"body")
    made = await asyncio.gather(*(campaign(stage, 5, key) for _ in range(4)))
    assert len({one.id for one in made}) == 1
    assert await left(stage, made[0]) == 5
    assert len(await select(stage, "SELECT 1 FROM audit_log")) == 1
    with pytest.raises(IdempotencyKeyReused):
        await campaign(stage, 6, scoped_key("campaign", "user:staff", "once", b"other"))


async def test_unsound_terms_leave_no_trace(stage: Stage) -> None:
    with pytest.raises(BadTerms) as refused:
        await campaign(stage, 0, value=200)
    assert [fault.field for fault in refused.value.errors] == ["value", "quantity"]
    unknown = new_id()
    with pytest.raises(BadTerms) as refused:
        await campaign(stage, 1, scope=frozenset({unknown}))
    (fault,) = refused.value.errors
    assert (fault.field, fault.code) == ("scope", "product-not-found")
    assert str(unknown) in fault.detail
    assert await select(stage, "SELECT 1 FROM coupon_campaigns") == []
    assert await select(stage, "SELECT 1 FROM audit_log") == []


# --- one coupon ---------------------------------------------------------------------------------


async def test_a_coupon_comes_with_its_account_and_its_event(stage: Stage) -> None:
    made, owner = await campaign(stage, 3, valid_days=30), somebody()
    got = await ask(stage, made, owner)
    assert isinstance(got, Got)
    coupon = got.coupon
    assert got.new
    assert coupon.expires_at - coupon.issued_at == timedelta(days=30)
    assert await stage.coupons.coupon(coupon.id) == coupon
    assert await left(stage, made) == 2
    issued = await stage.reader.account(issued_key(coupon.id))
    assert (issued.balance, issued.held) == (1, 0)
    limit = await stage.reader.account(coupon_limit_key(made.id, owner))
    assert limit.balance == 1
    events = await select(
        stage,
        "SELECT type, data->>'campaignId', data->>'owner', request FROM events WHERE subject = $1",
        str(coupon.id),
    )
    assert events == [("coupon.issued", str(made.id), owner, "r2")]


async def test_asking_again_answers_with_the_coupon_given(stage: Stage) -> None:
    made, owner = await campaign(stage, 3), somebody()
    first = await ask(stage, made, owner)
    again = await ask(stage, made, owner)
    assert isinstance(first, Got)
    assert again == Got(first.coupon, False)
    assert await left(stage, made) == 2


async def test_each_ask_gives_another_until_the_limit(stage: Stage) -> None:
    made, owner = await campaign(stage, 10, per_customer=3), somebody()
    answers = [await ask(stage, made, owner) for _ in range(5)]
    coupons = [one.coupon.id for one in answers if isinstance(one, Got)]
    assert [one.new for one in answers if isinstance(one, Got)] == [True] * 3 + [False] * 2
    assert len(set(coupons[:3])) == 3
    assert coupons[3:] == [coupons[2]] * 2  # the newest
    assert await left(stage, made) == 7


async def test_a_repeated_key_is_the_same_coupon(stage: Stage) -> None:
    made, owner = await campaign(stage, 10, per_customer=3), somebody()
    key, other = key_of(owner, made), key_of(owner, made, "other")
    answers = await asyncio.gather(*(ask(stage, made, owner, key) for _ in range(6)))
    second = await ask(stage, made, owner, other)
    answers.append(await ask(stage, made, owner, key))
    answers.append(await ask(await stage.spare(), made, owner, key))
    assert isinstance(second, Got)
    (coupon,) = {one.coupon.id for one in answers if isinstance(one, Got)}
    assert coupon != second.coupon.id
    assert all(isinstance(one, Got) and one.new for one in answers)
    assert len({repr(one) for one in answers}) == 1
    assert await left(stage, made) == 8
    with pytest.raises(IdempotencyKeyReused):
        await ask(stage, made, owner, key_of(owner, made, body=b"another"))


async def test_a_repeated_key_is_answered_when_all_are_gone(stage: Stage) -> None:
    made, owner = await campaign(stage, 2, per_customer=5), somebody()
    key = key_of(owner, made)
    first = await ask(stage, made, owner, key)
    await ask(stage, made, owner)
    assert await ask(stage, made, owner) == "coupons-gone"
    assert await ask(stage, made, owner, key) == first


# --- refusals -----------------------------------------------------------------------------------


async def test_an_unknown_campaign_is_not_found(stage: Stage) -> None:
    with pytest.raises(CampaignNotFound):
        await give_out(stage, Caller(Principal(somebody(), "user")), new_id())


async def test_outside_its_window_nothing_is_given(stage: Stage) -> None:
    for opens_at, closes_at in ((FAR_AWAY, None), (LONG_AGO, LONG_AGO + timedelta(days=1))):
        made = await campaign(stage, 5, opens_at=opens_at, closes_at=closes_at)
        with pytest.raises(CampaignNotOpen) as refused:
            await give_out(stage, Caller(Principal(somebody(), "user")), made.id)
        assert set(refused.value.extra) == {"opensAt", "closesAt"}
        assert await left(stage, made) == 5
        assert await given(stage, made) == []


async def test_who_has_a_coupon_gets_it_when_all_are_gone_and_when_it_is_over(stage: Stage) -> None:
    made, owner = await campaign(stage, 1), somebody()
    first = await ask(stage, made, owner)
    assert isinstance(first, Got)
    for parts in (stage, await stage.spare()):
        assert await ask(parts, made, somebody()) == "coupons-gone"
        assert await ask(parts, made, somebody()) == "coupons-gone"  # from memory
        assert await ask(parts, made, owner) == Got(first.coupon, False)
    await select(
        stage, "UPDATE coupon_campaigns SET closes_at = opens_at + interval '1 day' RETURNING 1"
    )
    late = await stage.spare()
    over = await late.coupons.campaign(made.id)
    assert over is not None
    assert await ask(late, over, somebody()) == "campaign-not-open"
    assert await ask(late, over, owner) == Got(first.coupon, False)


class Overtaken(CouponBook):
    """Once, something else happens between the look and what is done about it."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def given_to(self, campaign_id: UUID, owner: str) -> AlreadyGiven:
        found = await super().given_to(campaign_id, owner)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return found


async def test_the_last_one_given_to_the_same_user_meanwhile_is_answered_with(
    stage: Stage,
) -> None:
    made, owner = await campaign(stage, 1), somebody()
    book = Overtaken(stage.database)
    here, elsewhere = replace(stage, coupons=book), await stage.spare()

    async def the_last_one_goes() -> None:
        assert isinstance(await ask(elsewhere, made, owner), Got)
        assert await ask(here, made, somebody()) == "coupons-gone"
        assert book.known_gone(made.id)

    book.meanwhile = the_last_one_goes
    answer = await ask(here, made, owner)
    assert isinstance(answer, Got)
    assert [(owner, answer.coupon.id)] == await given(stage, made)
    assert not answer.new


async def test_known_gone_asks_the_ledger_no_more(stage: Stage) -> None:
    made = await campaign(stage, 1)
    await ask(stage, made, somebody())
    assert await ask(stage, made, somebody()) == "coupons-gone"
    opened = "SELECT count(*) FROM ledger_accounts"
    before = await select(stage, opened)
    refused = await asyncio.gather(*(ask(stage, made, somebody()) for _ in range(50)))
    assert set(refused) == {"coupons-gone"}
    assert (
        await select(stage, opened) == before
    )  # not one limit account for those who came too late


# --- races --------------------------------------------------------------------------------------


async def test_a_thousand_users_for_a_hundred_coupons(stage: Stage) -> None:
    made = await campaign(stage, 100)
    shops = [stage, await stage.spare(), await stage.spare()]
    users = [somebody() for _ in range(1000)]
    answers = await asyncio.gather(
        *(ask(shops[at % 3], made, owner) for at, owner in enumerate(users))
    )
    won = {one.coupon.owner: one.coupon.id for one in answers if isinstance(one, Got)}
    assert len(won) == 100
    assert Counter(one for one in answers if isinstance(one, str)) == {"coupons-gone": 900}
    assert sorted(await given(stage, made)) == sorted(won.items())
    assert await left(stage, made) == 0


async def test_one_user_in_many_places_gets_one(stage: Stage) -> None:
    made, owner = await campaign(stage, 100), somebody()
    shops = [stage, await stage.spare(), await stage.spare()]
    answers = await asyncio.gather(*(ask(shops[at % 3], made, owner, None) for at in range(60)))
    new = [one for one in answers if isinstance(one, Got) and one.new]
    assert len(new) == 1
    assert {one.coupon for one in answers if isinstance(one, Got)} == {new[0].coupon}
    assert len(await given(stage, made)) == 1
    assert await left(stage, made) == 99


async def test_limits_hold_while_the_last_ones_go(stage: Stage) -> None:
    """40 users want up to 3 each of 50, all at once, repeating some of their requests."""
    made = await campaign(stage, 50, per_customer=3)
    shops = [stage, await stage.spare(), await stage.spare()]
    users = [somebody() for _ in range(40)]
    asks = [
        (shops[(at + time) % 3], owner, key_of(owner, made, str(time % 4)))
        for time in range(6)
        for at, owner in enumerate(users)
    ]
    answers = await asyncio.gather(*(ask(*(one[0], made, *one[1:])) for one in asks))
    rows = await given(stage, made)
    assert len(rows) == 50
    assert max(Counter(owner for owner, _ in rows).values()) <= 3
    told = {one.coupon.id for one in answers if isinstance(one, Got)}
    assert told == {coupon for _, coupon in rows}
    by_key: dict[str, set[UUID]] = {}
    for (_, _, key), answer in zip(asks, answers, strict=True):
        if isinstance(answer, Got) and answer.new:
            by_key.setdefault(key.text, set()).add(answer.coupon.id)
    assert all(len(coupons) == 1 for coupons in by_key.values())
    assert await left(stage, made) == 0
