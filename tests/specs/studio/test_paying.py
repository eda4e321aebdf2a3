"""Stripe and YooKassa take what a booking costs, give it back, make receipts, and may be away."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from holdfast.flows.stuck.alerting import look_for_alerts
from holdfast.flows.stuck.watched import Here
from tests.api.bot.wanted import linked
from tests.api.hooks.stripe_shop import begun, pays_there
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.payer import shop_parts_on
from tests.support.photo_studio import HOUR, hold, set_up
from tests.support.postgres import execute
from tests.support.stripe import StripeServer
from tests.support.telegram import Chat, TelegramServer
from tests.support.yookassa import YooKassaServer

Visit = Callable[..., Buyer]
SETTINGS = "/api/staff/settings"
HALF = {"steps": [{"minutes": 60 * 24 * 60, "percent": 50}]}
"""Is kept of what is cancelled less than sixty days ahead."""


async def confirmed(client: Buyer, held: dict[str, Any]) -> None:
    async def so() -> bool:
        found = expect(await client.get(f"/api/bookings/{held['bookingId']}"))
        return bool(found["status"] == "confirmed")

    await eventually(so, PATIENCE, "the booking is confirmed")


async def given_back(refunds: Callable[[], list[Any]], *amounts: Any) -> None:
    """By the provider: exactly so much."""

    async def so() -> bool:
        return sorted(refunds()) == list(amounts)

    await eventually(so, PATIENCE, f"{amounts} go back there")


@sentence("E", "1. Компоненты системы", "Обработка платежей, вебхуки",
          at="POST /api/payments, POST /hooks/stripe")  # fmt: skip
@sentence("E", "3.1. Платежные системы", "Stripe: paymentintent.New(params)",
          at="HOLDFAST_STRIPE_SECRET_KEY, POST /api/payments")  # fmt: skip
@sentence("E", "2.2. Финансы",
          "Механизм частичного/полного возврата через Stripe/YooMoney API.",
          at="POST /api/bookings/{id}/cancel")  # fmt: skip
async def test_a_booking_is_paid_on_stripe_s_page_and_its_half_goes_back_there(
    joined: Market, stripe: StripeServer, visit: Visit
) -> None:
    studio, client = set_up(joined, policy=HALF), visit(joined)
    late, gone = [expect(await hold(client, studio, 10, hour)) for hour in (10, 13)]
    for held in (late, gone):
        name = pays_there(stripe, await begun(client, held))
        stripe.send(joined.url, "checkout.session.completed", stripe.book.session(name))
        await confirmed(client, held)
    assert stripe.book.refunds == {}
    at = "/api/bookings"
    half = {"expectedRefund": HOUR // 2}
    expect(await client.post(f"{at}/{late['bookingId']}/cancel", half))
    ours = {"cause": "studio", "reason": "The roof leaks"}
    expect(joined.staff.post(f"{at}/{gone['bookingId']}/cancel", json=ours))
    there = stripe.book.refunds
    await given_back(lambda: [one["amount"] for one in there.values()], HOUR // 2, HOUR)


@sentence("E", "3.1. Платежные системы", "ЮKassa: API для RUB-платежей.",
          at="HOLDFAST_YOOKASSA_SHOP_ID, POST /api/payments, POST /hooks/yookassa")  # fmt: skip
@sentence("E", "2.2. Финансы", "Автоматическая генерация чеков (ФЗ-54 для РФ).",
          at="PATCH /api/staff/settings: receipts")  # fmt: skip
async def test_roubles_are_paid_at_yookassa_with_a_receipt_and_go_back_with_one(
    joined: Market, yookassa: YooKassaServer, visit: Visit
) -> None:
    rules = {"by": "yookassa", "vat": 11, "deliveryVat": 1}
    expect(joined.staff.patch(SETTINGS, json={"receipts": rules}))
    studio, client = set_up(joined, policy=HALF, currency="RUB"), visit(joined)
    held = expect(await hold(client, studio, 11, 10))
    email = f"{uuid4().hex}@test.example"
    order = f"/api/orders/{held['orderId']}"
    expect(await client.http.put(f"{order}/contact", json={"email": email}))
    asked = {"reservationId": held["reservationId"], "provider": "yookassa"}
    payment = expect(await client.post("/api/payments", asked))
    name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
    yookassa.visit(name, "pay")
    yookassa.send(joined.url, "payment.succeeded", yookassa.book.payment(name))
    await confirmed(client, held)
    (receipt,) = yookassa.book.payment(name)["_receipts"]
    (item,) = receipt["items"]
    assert receipt["customer"] == {"email": email}
    assert (item["payment_subject"], item["payment_mode"]) == ("service", "full_prepayment")
    assert item["vat_code"] == 12, "of 22%, as it is of what is paid ahead"
    assert item["amount"] == {"value": f"{HOUR / 100:.2f}", "currency": "RUB"}
    path = f"/api/bookings/{held['bookingId']}/cancel"
    expect(await client.post(path, {"expectedRefund": HOUR // 2}))
    there = yookassa.book.refunds
    half = f"{HOUR / 200:.2f}"
    await given_back(lambda: [one["amount"]["value"] for one in there.values()], half)
    (refund,) = there.values()
    assert (refund["payment_id"], refund["receipt_registration"]) == (name, "succeeded")


@sentence("E", "6. Потенциальные проблемы и их решение",
          "Потеря соединения с платежным шлюзом: Retry-логика + уведомление менеджеру.",
          at="POST /api/payments, Telegram and mail: alert-began")  # fmt: skip
@sentence("E", "4.1. Инструменты для команды",
          "Чат-бот для сотрудников: Уведомления в Telegram о критичных ошибках.",
          at="Telegram: alert-began, alert-ended")  # fmt: skip
async def test_a_gateway_that_is_away_is_asked_again_and_a_manager_is_told_in_their_chat(
    joined: Market, stripe: StripeServer, telegram: TelegramServer, visit: Visit
) -> None:
    """The buyer has paid there, and nobody can say so here until it answers again."""
    studio, client, chat = set_up(joined), visit(joined), telegram.chat("Boss")
    linked(joined.staff, chat)
    held = expect(await hold(client, studio, 12, 10))
    payment = await begun(client, held)
    stripe.away = True
    try:
        name = pays_there(stripe, payment)
        stripe.send(joined.url, "checkout.session.completed", stripe.book.session(name))

        async def noted() -> bool:
            return bool(expect(joined.staff.get("/api/staff/payment-report"))["outages"])

        await eventually(noted, PATIENCE, "it is noted")
        await execute(
            joined.database_url,
            "UPDATE payment_outages SET began_at = clock_timestamp() - interval '5 minutes',"
            " tries = 3",
        )
        await timer_comes(joined)
        await hears(chat, "stripe has not answered for 5 min")
    finally:
        stripe.away = False
    await confirmed(client, held)
    await timer_comes(joined)
    await hears(chat, "stripe answers again")


async def hears(chat: Chat, words: str) -> None:
    async def so() -> bool:
        return any(one.text.startswith(words) for one in chat.messages)

    await eventually(so, PATIENCE, f"the manager is told: {words}")


async def timer_comes(shop: Market) -> None:
    """That looks for what needs a person, as it does each half a minute."""
    parts = shop_parts_on(shop.database_url, shop.url, 1)
    await parts.database.start()
    try:
        await look_for_alerts(Here(parts.database))
    finally:
        await parts.database.close()
