"""A shop that takes cards by Stripe: from the till to Stripe's page and back, and money back."""

from collections.abc import Callable

from tests.api.hooks.stripe_shop import begun, pays_there, session_of
from tests.support.market import STAFF, Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import execute
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]


async def becomes(buyer: Buyer, reservation: dict[str, str], status: str) -> None:
    async def is_so() -> bool:
        return bool((await buyer.order(reservation))["status"] == status)

    await eventually(is_so, PATIENCE, f"the order is {status}")


async def timers_come(shop: Market) -> None:
    """Whatever payment waits to be asked for does so no longer."""
    await execute(
        shop.database_url,
        "UPDATE jobs SET next_attempt_at = clock_timestamp() WHERE queue = 'resolve-payment'",
    )


async def test_an_order_is_paid_on_stripes_page_and_given_back(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    goods, buyer = shop.goods(2), visit(shop)
    ways = expect(await buyer.http.get("/api/config"))["providers"]
    assert ("stripe", "card") in {(one["name"], one["kind"]) for one in ways}
    reservation = expect(await buyer.reserve(goods))
    payment = await begun(buyer, reservation)
    assert payment["status"] == "pending"
    name = pays_there(stripe, payment)
    session = stripe.book.session(name)
    assert session["success_url"] == f"{shop.url}/orders/{reservation['orderId']}"
    assert session["client_reference_id"] == reservation["reservationId"]
    done = stripe.send(shop.url, "checkout.session.completed", session)
    assert done.json() == {"status": "taken"}
    await becomes(buyer, reservation, "paid")
    assert shop.stock(goods) == (1, 0)
    expect(await buyer.cancel(orderId=reservation["orderId"]))

    async def refunded() -> bool:
        return [one["amount"] for one in stripe.book.refunds.values()] == [session["amount_total"]]

    await eventually(refunded, PATIENCE, "Stripe gives it back")
    assert shop.stock(goods) == (2, 0)


async def test_without_an_event_the_payment_is_asked_for(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    pays_there(stripe, payment)
    asked = {"reservationId": reservation["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", asked))["status"] == "paid"
    await becomes(buyer, reservation, "paid")


async def test_who_is_gone_is_settled_by_the_timer_alone(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    """No return, no event: the job that was left with the payment asks Stripe."""
    paid, unpaid = visit(shop), visit(shop)
    goods = shop.goods(2)
    reserved = [expect(await buyer.reserve(goods)) for buyer in (paid, unpaid)]
    payments = [
        await begun(buyer, one) for buyer, one in zip((paid, unpaid), reserved, strict=True)
    ]
    pays_there(stripe, payments[0])
    await timers_come(shop)
    await becomes(paid, reserved[0], "paid")
    assert (await unpaid.order(reserved[1]))["status"] == "pending", "as long as its time runs"
    assert shop.stock(goods) == (0, 1)
    # Paid once, whoever comes after that.
    again = {"reservationId": reserved[0]["reservationId"], "paymentId": payments[0]["paymentId"]}
    assert expect(await paid.post("/api/orders/create", again))["status"] == "paid"
    session = stripe.book.session(await session_of(shop, payments[0]))
    assert stripe.book.given_back(session["payment_intent"]) == 0


async def test_an_answer_that_was_lost_is_asked_for_again_at_once(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    before = set(stripe.book.sessions)
    stripe.answer_lost = 1
    payment = await begun(buyer, reservation)
    (session,) = set(stripe.book.sessions) - before
    assert pays_there(stripe, payment) == session, "the buyer is sent to the page all the same"


async def test_an_answer_that_is_lost_again_begins_no_second_payment(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    before = set(stripe.book.sessions)
    stripe.answer_lost = 1_000  # the job's as well, until the buyer has been answered
    payment = await begun(buyer, reservation)
    stripe.answer_lost = 0
    assert payment["status"] == "pending"
    assert "nextAction" not in payment

    async def known() -> bool:
        return await session_of(shop, payment) != "None"

    await eventually(known, PATIENCE, "a job asks with the same key")
    (session,) = set(stripe.book.sessions) - before
    assert await session_of(shop, payment) == session


async def test_who_cancels_an_order_cannot_pay_it_any_more(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    name = await session_of(shop, payment)
    expect(await buyer.cancel(orderId=reservation["orderId"]))

    async def ended() -> bool:
        return bool(stripe.book.session(name)["status"] == "expired")

    await eventually(ended, PATIENCE, "the session is called off")
    assert stripe.visit(name, "pay") is None


async def test_forged_and_foreign_events_move_nothing(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    session = stripe.book.session(await session_of(shop, payment))
    body = stripe.event("checkout.session.completed", session)
    forged = {"Stripe-Signature": stripe.signature(body, "whsec_forged")}
    answer = await buyer.http.post("/hooks/stripe", content=body, headers=forged)
    refusal(answer, 401, "event-unsigned")
    # A true event of a payment that nobody has paid: Stripe is asked, and says so.
    assert stripe.send(shop.url, "checkout.session.completed", session).is_success
    other = {**session, "id": "cs_of_another_shop"}
    assert stripe.send(shop.url, "checkout.session.expired", other).json() == {"status": "unknown"}
    assert (await buyer.order(reservation))["status"] == "pending"


async def test_one_that_does_not_answer_is_told_and_buyers_choose_another(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    staff, buyer = visit(shop), visit(shop)
    expect(await staff.post("/api/session/login", STAFF))

    async def outage() -> dict[str, object] | None:
        found = expect(await staff.get("/api/staff/payment-report"))["outages"]
        return next((one for one in found if one["provider"] == "stripe"), None)

    async def available() -> bool:
        ways = expect(await buyer.http.get("/api/config"))["providers"]
        assert all(one["available"] for one in ways if one["name"] != "stripe")
        return all(one["available"] for one in ways)

    async def refused() -> bool:
        return not await available()

    stripe.away = True
    try:
        reservation = expect(await buyer.reserve(shop.goods(1)))
        assert (await begun(buyer, reservation))["status"] == "pending"
        await eventually(outage, PATIENCE, "it is noted")
        assert await available(), "a moment proves nothing"
        await execute(
            shop.database_url,
            "UPDATE payment_outages SET began_at = clock_timestamp() - interval '5 minutes',"
            " tries = 3, tried_at = clock_timestamp() + interval '1 hour'",
        )
        await eventually(refused, PATIENCE, "it is offered no more")
        asked = {"reservationId": reservation["reservationId"], "provider": "stripe"}
        answer = await buyer.post("/api/payments", asked)
        refusal(answer, 503, "provider-unavailable")
        assert answer.headers["retry-after"] == "30"
        assert expect(await staff.get("/api/staff/home"))["toDo"]["providersAway"] == 1

        async def measured() -> bool:
            told = (await staff.http.get("/metrics")).text
            return 'holdfast_provider_away_seconds{provider="stripe"' in told

        await eventually(measured, PATIENCE, "the alert has its figure")
    finally:
        stripe.away = False
    # After a while one buyer finds out that it is back, unless a job did before.
    await execute(
        shop.database_url,
        "UPDATE payment_outages SET last_at = began_at, tried_at = began_at",
    )
    page = (await begun(buyer, reservation))["nextAction"]["redirectUrl"]
    assert page.startswith(stripe.url)
    await eventually(available, PATIENCE, "it is offered again")
    assert await outage() is None
