"""A seller who was just accepted reads what is left to do, and each step is gone once done."""

import httpx

from tests.api.seller.trading import SELLERS, Trader
from tests.support.market import expect, refusal
from tests.support.pictures import png

STEPS = {"page", "logo", "payouts", "product", "picture", "stock", "onSale", "sold"}


def left(who: httpx.Client, place: str) -> set[str]:
    found = expect(who.get(f"{place}/first-steps"))
    return {step for step in STEPS if not found[step]}


def test_what_is_left_to_do(
    staff: httpx.Client, traders: tuple[Trader, Trader], client: httpx.Client
) -> None:
    one, other = traders
    own = f"/api/seller/{one.seller}"
    refusal(other.http.get(f"{own}/first-steps"), 404, "seller-not-found")
    refusal(client.get(f"{own}/first-steps"), 401, "login-required")
    refusal(one.http.get(f"{SELLERS}/{one.seller}/first-steps"), 403, "forbidden")
    waiting = set(STEPS)
    assert left(one.http, own) == waiting

    def done(*steps: str) -> None:
        waiting.difference_update(steps)
        assert left(one.http, own) == waiting
        assert left(staff, f"{SELLERS}/{one.seller}") == waiting

    product = one.make()
    done("product", "stock", "onSale")
    assert expect(one.http.get(f"{own}/first-steps"))["productId"] == product["id"]
    account = {"provider": "bank", "account": "Mill, 40817810099910004312, Test Bank"}
    expect(one.http.put(f"{own}/payout-account", json=account))
    done("payouts")
    file = {"Content-Type": "image/png"}
    logo = expect(one.http.post(f"{own}/pictures", content=png(), headers=file), 201)["url"]
    version = {"If-Match": one.http.get(f"{own}/page").headers["etag"]}
    words = {"about": "We mill.", "logo": logo}
    expect(one.http.put(f"{own}/page", json=words, headers=version))
    done("page", "logo")
    expect(one.http.put(f"{own}/pause", json={"paused": True}))
    done()  # a pause is no step back
