"""Cards that Stripe keeps: only for who asks for it, shown to nobody else, and removed for good."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.api.hooks.stripe_shop import begun, pays_there, session_of
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]
CARDS = "/api/cards"


async def somebody(shop: Market, visit: Visit) -> Buyer:
    """With an account."""
    buyer = visit(shop)
    about = {"email": f"{uuid4().hex}@example.com", "password": "long enough", "name": "Anna"}
    expect(await buyer.post("/api/signup", about), 201)
    return buyer


async def test_a_card_is_kept_for_who_asks_and_used_the_next_time(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer, other, guest = await somebody(shop, visit), await somebody(shop, visit), visit(shop)
    refusal(await guest.get(CARDS), 401, "login-required")
    (way,) = [
        one
        for one in expect(await buyer.get("/api/config"))["providers"]
        if one["name"] == "stripe"
    ]
    assert way["keepsCards"] is True
    goods = shop.goods(4)

    # Who does not ask is nobody at Stripe.
    plain = await _session(shop, stripe, await begun(buyer, expect(await buyer.reserve(goods))))
    assert plain["customer"] is None
    assert expect(await buyer.get(CARDS)) == {"cards": []}
    assert stripe.book.cards.customers == {}

    first = await begun(buyer, expect(await buyer.reserve(goods)), saveCard=True)
    session = await _session(shop, stripe, first)
    known = stripe.book.cards.customer(session["customer"])
    assert known["email"] is None, "Stripe is told an id, and no more"
    assert expect(await buyer.get(CARDS))["cards"] == [], "it is kept once it was used"
    pays_there(stripe, first)
    (card,) = expect(await buyer.get(CARDS))["cards"]
    assert (card["brand"], card["lastDigits"], card["expiresYear"]) == ("visa", "4242", 2034)

    # The next time its page offers the card, whether or not another is to be kept.
    second = await begun(buyer, expect(await buyer.reserve(goods)))
    session = await _session(shop, stripe, second)
    assert session["customer"] == known["id"]
    assert stripe.visit(session["id"], "kept") == session["success_url"]
    assert stripe.book.intent(session["payment_intent"])["payment_method"] == card["id"]
    assert len(expect(await buyer.get(CARDS))["cards"]) == 1

    # It is nobody else's, neither to see nor to remove.
    assert expect(await other.get(CARDS))["cards"] == []
    path = f"{CARDS}/{card['id']}"
    refusal(await other.http.delete(path), 404, "card-not-found")
    assert (await buyer.http.delete(path)).status_code == 204
    refusal(await buyer.http.delete(path), 404, "card-not-found")
    assert expect(await buyer.get(CARDS))["cards"] == []
    third = await begun(buyer, expect(await buyer.reserve(goods)))
    session = await _session(shop, stripe, third)
    assert stripe.book.cards.shown_to(session["customer"]) == []


async def test_a_card_is_added_without_paying_and_a_customer_who_is_gone_types_it_again(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    buyer, guest = await somebody(shop, visit), visit(shop)
    added = expect(await buyer.post(CARDS, {"provider": "stripe"}, key="add-a-card"))
    again = expect(await buyer.post(CARDS, {"provider": "stripe"}, key="add-a-card"))
    assert added == again
    name = added["redirectUrl"].rpartition("/")[2]
    assert stripe.visit(name, "pay") == f"{shop.url}/account"
    assert stripe.book.session(name)["setup_intent"] in stripe.book.cards.setups
    assert [one["lastDigits"] for one in expect(await buyer.get(CARDS))["cards"]] == ["4242"]

    # A way to pay that keeps no cards, one that is not there, and a guest.
    refusal(await buyer.post(CARDS, {"provider": "demo"}), 422, "cards-not-kept")
    refusal(await buyer.post(CARDS, {"provider": "nobody"}), 422, "provider-unknown")
    goods = shop.goods(2)
    held = expect(await guest.reserve(goods))
    asked = {"reservationId": held["reservationId"], "provider": "stripe", "saveCard": True}
    refusal(await guest.post("/api/payments", asked), 401, "login-required")
    mine = expect(await buyer.reserve(goods))
    asked = {"reservationId": mine["reservationId"], "provider": "demo", "saveCard": True}
    refusal(await buyer.post("/api/payments", asked), 422, "cards-not-kept")

    # Somebody removes the customer at Stripe: it is paid all the same.
    customer = stripe.book.session(name)["customer"]
    del stripe.book.cards.customers[customer]
    payment = await begun(buyer, mine, saveCard=True)
    session = await _session(shop, stripe, payment)
    assert session["customer"] is None
    pays_there(stripe, payment)
    asked = {"reservationId": mine["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", asked))["status"] == "paid"
    assert expect(await buyer.get(CARDS))["cards"] == []

    # And a card is added as a new customer, which stays.
    anew = expect(await buyer.post(CARDS, {"provider": "stripe"}, key="add-another"))
    assert anew == expect(await buyer.post(CARDS, {"provider": "stripe"}, key="add-another"))
    name = anew["redirectUrl"].rpartition("/")[2]
    assert stripe.book.session(name)["customer"] not in (None, customer)
    stripe.visit(name, "pay")
    assert [one["lastDigits"] for one in expect(await buyer.get(CARDS))["cards"]] == ["4242"]


async def test_who_only_has_the_link_to_an_order_is_offered_no_card_of_its_owners(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    owner, goods = await somebody(shop, visit), shop.goods(4)
    first = await begun(owner, expect(await owner.reserve(goods)), saveCard=True)
    pays_there(stripe, first)
    assert len(expect(await owner.get(CARDS))["cards"]) == 1
    held = expect(await owner.reserve(goods))
    made = expect(shop.staff.post(f"/api/staff/orders/{held['orderId']}/pay-link", json={}))
    paid = expect(await visit(shop).post(f"/api{made['path']}", {"provider": "stripe"}))
    page = paid["nextAction"]["redirectUrl"].rpartition("/")[2]
    assert stripe.book.session(page)["customer"] is None
    again = await begun(owner, expect(await owner.reserve(goods)))
    assert (await _session(shop, stripe, again))["customer"] is not None


async def _session(shop: Market, stripe: StripeServer, payment: dict[str, Any]) -> dict[str, Any]:
    return stripe.book.session(await session_of(shop, payment))
