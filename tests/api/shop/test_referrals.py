"""Inviting friends over HTTP: the terms are staff's, a link is its owner's, and who came by it is
nobody else's to read."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.leavers import a_leaver, leave
from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
OWN, STAFF = "/api/referrals", "/api/staff/referrals"
TERMS = {
    "friend": {"rule": "percent", "value": 10},
    "reward": {"rule": "fixed", "value": 300, "minimum": 1000},
    "validDays": 30,
    "quantity": 50,
    "waitDays": 14,
    "mostAYear": 10,
}


def invites(market: Market, **other: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(market.staff.put(f"{STAFF}/program", json=TERMS | other))
    return found


async def code_of(buyer: Buyer) -> str:
    return str(expect(await buyer.post(f"{OWN}/link", {}))["code"])


async def came_by(market: Market, visit: Visit, inviter: Buyer) -> Buyer:
    friend = await member(market, visit)
    expect(await friend.post(f"/api/invitations/{await code_of(inviter)}/accept", {}))
    return friend


async def test_from_the_terms_to_the_order_that_waits_for_its_coupon(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(9)
    shown = invites(market)["program"]
    assert (shown["friend"]["value"], shown["remaining"], shown["waitDays"]) == (10, 50, 14)
    ann = await member(market, visit)
    assert expect(await ann.get("/api/config"))["uses"]["referrals"] is True
    before = expect(await ann.get(OWN))
    assert (before["on"], before["code"], before["came"]) == (True, None, 0)
    code = await code_of(ann)
    assert expect(await ann.get(OWN))["code"] == code

    opened = expect(await visit(market).get(f"/api/invitations/{code.lower()}"))
    assert (opened["code"], opened["offer"]["value"]) == (code, 10)
    assert set(opened) == {"code", "inviter", "offer"}

    ben = await came_by(market, visit, ann)
    order = await ben.order(await ben.buy(goods))
    assert order["discount"] * 10 == order["subtotal"]

    async def waits() -> Any:
        return [one for one in expect(await ann.get(OWN))["referrals"] if one["dueAt"]]

    (one,) = await eventually(waits, PATIENCE, "its coupon waits")
    assert (one["status"], one["reason"]) == ("waiting", None)
    assert set(one) == {"status", "reason", "dueAt", "createdAt"}, "not who it is"
    listed = expect(market.staff.get(STAFF, params={"state": "waiting"}))["referrals"]
    (row,) = [each for each in listed if each["orderId"] == order["id"]]
    assert row["orderNumber"] == order["number"]
    assert row["orderTotal"]["amount"] == order["total"]
    figures = expect(market.staff.get(f"{STAFF}/figures"))
    assert figures["invited"] >= figures["ordered"] >= 1
    assert figures["friendsDiscount"][0]["amount"] >= order["discount"]


async def test_an_invitation_is_accepted_once_and_a_repetition_says_the_same(
    market: Market, visit: Visit
) -> None:
    invites(market)
    ann, cleo = await member(market, visit), await member(market, visit)
    code, ben, key = await code_of(ann), await member(market, visit), uuid4().hex
    path = f"/api/invitations/{code}/accept"
    for sent in (key, key, uuid4().hex):
        assert expect(await ben.post(path, {}, sent))["status"] == "invited"
    other = f"/api/invitations/{await code_of(cleo)}/accept"
    refusal(await ben.post(other, {}), 409, "invited-already")
    assert expect(await ann.get(OWN))["came"] == 1


async def test_what_is_no_invitation_is_refused_in_plain_words(
    market: Market, visit: Visit
) -> None:
    invites(market)
    ann, guest = await member(market, visit), visit(market)
    code = await code_of(ann)
    own = refusal(await ann.post(f"/api/invitations/{code}/accept", {}), 409, "own-invitation")
    assert own["detail"] == "Send your link to somebody else: it is not for you."
    refusal(await guest.post(f"/api/invitations/{code}/accept", {}), 401, "login-required")
    refusal(await guest.get("/api/invitations/22222222"), 404, "invitation-not-found")
    refusal(await guest.get("/api/invitations/none"), 404, "invitation-not-found")
    old = await member(market, visit)
    await old.buy(market.goods(2))
    refusal(await old.post(f"/api/invitations/{code}/accept", {}), 409, "not-new-here")


async def test_a_new_link_takes_the_place_of_the_old_one_and_a_repetition_makes_no_third(
    market: Market, visit: Visit
) -> None:
    invites(market)
    ann, key = await member(market, visit), uuid4().hex
    old = await code_of(ann)
    new, again = [
        expect(await ann.post(f"{OWN}/link", {"renew": True}, key))["code"] for _ in range(2)
    ]
    assert new == again != old
    refusal(await visit(market).get(f"/api/invitations/{old}"), 404, "invitation-not-found")


async def test_bad_terms_name_each_field_and_nothing_changes(market: Market) -> None:
    before = invites(market)
    bad = TERMS | {"friend": {"rule": "percent", "value": 101}}
    found = refusal(market.staff.put(f"{STAFF}/program", json=bad), 422, "referral-program-invalid")
    assert [one["field"] for one in found["errors"]] == ["friend.value"]
    bad = TERMS | {"waitDays": 400}
    refusal(market.staff.put(f"{STAFF}/program", json=bad), 422, "invalid-request")
    assert expect(market.staff.get(f"{STAFF}/program"))["program"] == before["program"]


async def test_nobody_asks_for_the_coupon_that_thanks(market: Market, visit: Visit) -> None:
    invites(market)
    listed = expect(market.staff.get("/api/staff/coupon-campaigns"))["campaigns"]
    thanks = next(one for one in listed if one["name"] == "Thanks for inviting a friend")
    assert thanks["phase"] == "closed"
    ann = await member(market, visit)
    path = f"/api/coupon-campaigns/{thanks['id']}/coupons"
    refusal(await ann.post(path, {}), 404, "campaign-not-found")
    refusal(await ann.get(path.removesuffix("/coupons")), 404, "campaign-not-found")


async def test_who_leaves_takes_the_link_away_and_who_came_by_it_keeps_what_they_have(
    market: Market, visit: Visit
) -> None:
    invites(market)
    one = await a_leaver(market, visit)
    code = await code_of(one.buyer)
    ben = await came_by(market, visit, one.buyer)
    file = expect(await one.buyer.get("/api/profile/data"))
    assert [each["code"] for each in file["invitationLinks"]] == [code]
    assert [each["status"] for each in file["invitations"]] == ["invited"]
    assert expect(await ben.get("/api/profile/data"))["invitations"][0]["status"] == "invited"
    expect(await leave(one))
    refusal(await visit(market).get(f"/api/invitations/{code}"), 404, "invitation-not-found")
    order = await ben.order(await ben.buy(market.goods(2)))
    assert order["discount"] * 10 == order["subtotal"]
    rows = expect(market.staff.get(STAFF))["referrals"]
    (row,) = [each for each in rows if each["inviter"]["owner"] == f"user:{one.id}"]
    assert row["inviter"]["name"] not in (one.name, None)


async def test_switched_off_nothing_is_offered(market: Market, visit: Visit) -> None:
    invites(market)
    ann = await member(market, visit)
    code = await code_of(ann)
    assert expect(market.staff.delete(f"{STAFF}/program"))["program"] is None
    assert expect(await ann.get("/api/config"))["uses"]["referrals"] is False
    refusal(await visit(market).get(f"/api/invitations/{code}"), 404, "invitation-not-found")
    refusal(await (await member(market, visit)).post(f"{OWN}/link", {}), 409, "referrals-off")
    assert expect(await ann.get(OWN))["on"] is False
