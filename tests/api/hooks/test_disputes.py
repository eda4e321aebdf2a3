"""A buyer's bank asks for the money back: what is kept of it, and what nobody can refund."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.api.hooks.dispute_desk import Desk
from tests.api.staff.bookkeeping import export, read
from tests.support.market import STAFF, Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import execute, fetch
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]


async def test_what_is_disputed_is_frozen_and_won_it_is_free_again(
    desk: Desk, stripe: StripeServer
) -> None:
    total = desk.total
    expect(await desk.refund(100))
    await desk.given(100)
    dispute = stripe.book.open_dispute(desk.intent, total)
    for what in ("created", "funds_withdrawn"):  # twice
        desk.says(dispute, what)
    shown = await desk.becomes(dispute, status="open", frozen=total - 100, amount=total)
    assert shown["orderNumber"]
    assert shown["dueAt"]
    assert shown["url"] == f"https://dashboard.stripe.com/test/disputes/{dispute['id']}"
    assert await desk.money() == (0, total - 100, 100)
    refusal(await desk.refund(1), 409, "payment-disputed")
    path = f"/api/staff/orders/{desk.order['orderId']}"
    why = {"reason": "returned"}
    refusal(await desk.staff.post(f"{path}/cancel", why), 409, "payment-disputed")
    actions = expect(await desk.staff.get(path))["order"]["staff"]["actions"]
    assert (actions["refund"], actions["cancel"]) == ("payment-disputed", "payment-disputed")
    undecided = expect(await desk.staff.get("/api/staff/disputes", status="undecided"))
    assert dispute["id"] in {one["reference"] for one in undecided["disputes"]}

    # An event of before comes late, when the bank has decided: Stripe is asked, not the event.
    dispute["status"] = "won"
    desk.says(dispute, "created")
    await desk.becomes(dispute, status="won", frozen=0)
    assert await desk.money() == (total - 100, 0, 100)
    expect(await desk.refund(total - 100))
    assert (await desk.money())[0] == 0


async def test_what_is_lost_is_booked_as_gone_and_back_if_a_bank_gives_it_back(
    desk: Desk, shop: Market, stripe: StripeServer
) -> None:
    total = desk.total
    dispute = stripe.book.open_dispute(desk.intent, 200)
    desk.says(dispute, "closed", status="lost")  # the first word of it
    await desk.becomes(dispute, status="lost", lost=200, frozen=0)
    assert await desk.money() == (total - 200, 0, 0), "lost is not refunded"
    facts = await fetch(
        shop.database_url,
        "SELECT data ->> 'status', (data ->> 'lost')::bigint FROM events"
        " WHERE type = 'payment.dispute.changed' AND data ->> 'orderId' = $1",
        desk.order["orderId"],
    )
    assert [tuple(one) for one in facts] == [("lost", 200)]
    desk.says(dispute, "funds_reinstated", status="won")
    await desk.becomes(dispute, status="won", lost=0)
    assert await desk.money() == (total, 0, 0)
    expect(await desk.refund(100))
    await desk.given(100)
    await _is_reconciled(desk)


async def test_what_a_bank_took_is_not_refunded_once_the_order_is_off(
    desk: Desk, stripe: StripeServer
) -> None:
    total = desk.total
    expect(await desk.refund(total - 200))
    await desk.given(total - 200)
    dispute = stripe.book.open_dispute(desk.intent, total)
    desk.says(dispute, "closed", status="lost")
    await desk.becomes(dispute, status="lost", lost=200, frozen=0)
    path = f"/api/staff/orders/{desk.order['orderId']}/cancel"
    expect(await desk.staff.post(path, {"reason": "not wanted"}))
    assert await desk.money() == (0, 0, total - 200)


async def _is_reconciled(desk: Desk) -> None:
    """The report has each movement, with the provider's id and what it kept."""
    path, number = "/api/staff/payment-report", str(desk.order["number"])
    fee = desk.total * 15 // 1000 + 25

    async def rows() -> list[list[str]] | None:
        answer = await desk.staff.http.get(path, params={"format": "csv"})
        assert answer.headers["content-type"].startswith("text/csv")
        found = [row for row in csv.reader(io.StringIO(answer.text)) if row[5] == number]
        told = len(found) == 4 and found[0][8]
        return found if told else None

    moves = await eventually(rows, PATIENCE, "four movements, and the fee")
    total = f"{desk.total / 100:.2f}"
    assert [(one[1], one[6], one[7], one[8]) for one in moves] == [
        ("captured", total, "EUR", f"{fee / 100:.2f}"),
        ("lost", "-2.00", "EUR", ""),
        ("regained", "2.00", "EUR", ""),
        ("refunded", "-1.00", "EUR", ""),
    ]
    assert {one[2] for one in moves} == {"stripe"}
    session = next(name for name, one in desk.stripe.book.sessions.items()
                   if one["payment_intent"] == desk.intent)  # fmt: skip
    assert {one[4] for one in moves} == {session}
    report = expect(await desk.staff.get(path))
    days = [one for one in report["days"] if one["provider"] == "stripe"]
    assert sum(one["captured"] for one in days) >= desk.total
    assert sum(one["refunded"] for one in days) >= 100
    assert sum(one["fees"] or 0 for one in days) >= fee
    refusal(await desk.staff.http.get(path, params={"from": "2020-01-01"}), 422, "invalid-request")
    today = str(datetime.now(UTC).date())
    books = read(export(desk.shop.staff, today).text)
    books.rows = [row for row in books.rows if row["order"] == number]
    assert books.of("Payment processing fees") == fee
    assert books.of("Payment clearing") == desk.total - 100 - fee
    assert books.of("Chargebacks", side="debit") == 200, "lost"
    assert books.of("Chargebacks") == 0, "and reinstated"


async def test_an_inquiry_freezes_nothing_and_strangers_disputes_are_nobodys(
    desk: Desk, stripe: StripeServer
) -> None:
    inquiry = stripe.book.open_dispute(desk.intent, status="warning_needs_response")
    desk.says(inquiry, "created")
    await desk.becomes(inquiry, status="inquiry", frozen=0)
    stripe.book.intents["pi_of_another_shop"] = {
        **stripe.book.intent(desk.intent), "id": "pi_of_another_shop", "metadata": {},
    }  # fmt: skip
    strange = stripe.book.open_dispute("pi_of_another_shop")
    desk.says(strange, "created")
    desk.says({**strange, "id": "du_of_nobody"}, "created")
    desk.says(inquiry, status="needs_response")
    await desk.becomes(inquiry, status="open", frozen=desk.total)
    assert await desk.shown(strange) is None


async def test_a_refund_that_stripe_refuses_is_tried_again_by_staff(
    desk: Desk, stripe: StripeServer
) -> None:
    path = f"/api/staff/orders/{desk.order['orderId']}"
    refusal(await desk.staff.post(f"{path}/retry-refund", {}), 409, "no-refund-waits")
    stripe.book.refuses_refunds = "Insufficient funds in your Stripe balance."
    expect(await desk.staff.post(f"{path}/cancel", {"reason": "returned"}))

    async def refund_is(state: str) -> None:
        async def is_so() -> bool:
            order = expect(await desk.staff.get(path))["order"]
            return bool(order["refund"] == state)

        await eventually(is_so, PATIENCE, f"the refund is {state}")

    await refund_is("failed")
    expect(await desk.staff.post(f"{path}/retry-refund", {}))
    await refund_is("failed")
    stripe.book.refuses_refunds = ""
    again = expect(await desk.staff.post(f"{path}/retry-refund", {}))
    assert again["order"]["refund"] == "begun"
    await refund_is("done")
    refusal(await desk.staff.post(f"{path}/retry-refund", {}), 409, "no-refund-waits")
    await desk.given(desk.total)


async def test_money_is_taken_when_the_parcel_leaves_and_let_go_when_there_is_none(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    staff = visit(shop)
    expect(await staff.post("/api/session/login", STAFF))
    settings = "/api/staff/settings"
    expect(await staff.http.patch(settings, json={"captureOn": "shipment"}))
    try:
        sent, off, part = [Desk(shop, stripe, staff) for _ in range(3)]
        for desk in (sent, off, part):
            await desk.paid(visit(shop))
            assert desk.now() == "requires_capture", "the order is paid, the money set aside"
    finally:
        expect(await staff.http.patch(settings, json={"captureOn": "payment"}))
    report = expect(await staff.get("/api/staff/payment-report"))
    waiting = {one["orderNumber"]: one for one in report["setAside"]}
    assert waiting[sent.order["number"]]["endsAt"]
    assert expect(await staff.get("/api/staff/home"))["toDo"]["toCapture"] == 0
    await execute(
        shop.database_url,
        "UPDATE payment_captures SET ends_at = clock_timestamp() + interval '1 day'",
    )
    assert expect(await staff.get("/api/staff/home"))["toDo"]["toCapture"] == 3

    await sent.ships()
    await sent.comes_to("succeeded")

    why = {"reason": "not wanted"}
    expect(await staff.post(f"/api/staff/orders/{off.order['orderId']}/cancel", why))
    await off.comes_to("canceled")
    await off.given()  # nothing: it was let go

    expect(await part.refund(100))

    async def is_off() -> bool:
        return (await part.money())[2] == 100

    await eventually(is_off, PATIENCE, "what goes back comes of what was not taken")
    await part.ships()
    await part.comes_to("succeeded")
    assert stripe.book.intent(part.intent)["amount_received"] == part.total - 100
    await part.given()

    async def told() -> bool:
        kinds = {desk: await _kinds(desk) for desk in (sent, off, part)}
        return list(kinds.values()) == [["captured"], [], ["captured"]]

    await eventually(told, PATIENCE, "what moved is told, and nothing else")
    order = expect(await staff.get(f"/api/staff/orders/{off.order['orderId']}"))["order"]
    assert (order["status"], order["refund"]) == ("cancelled", "done")
    numbers = {desk.order["number"] for desk in (sent, off, part)}
    left = expect(await staff.get("/api/staff/payment-report"))["setAside"]
    assert not numbers & {one["orderNumber"] for one in left}


async def _kinds(desk: Desk) -> list[str]:
    answer = await desk.staff.http.get("/api/staff/payment-report", params={"format": "csv"})
    rows = csv.reader(io.StringIO(answer.text))
    return [row[1] for row in rows if row[5] == desk.order["number"]]


async def test_a_card_that_buys_too_often_is_held_and_a_dispute_says_it_was_fraud(
    desk: Desk, shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    stripe.book.card = ("a-stolen-card", "US")
    rules = {"on": True, "rules": [{"kind": "card", "points": 60, "most": 1}]}
    expect(shop.staff.patch("/api/staff/settings", json={"fraud": rules}))

    async def looked_at(**fields: object) -> dict[str, Any]:
        async def is_so() -> dict[str, Any] | None:
            answer = await desk.staff.get(f"/api/staff/fraud/{desk.order['orderId']}")
            found: dict[str, Any] = answer.json().get("suspect", {})
            return found if fields.items() <= found.items() else None

        found: dict[str, Any] = await eventually(is_so, PATIENCE, f"it is {fields}")
        return found

    try:
        await desk.paid(visit(shop))
        await looked_at(status="passed", score=0, card="a-stolen-card")
        await desk.paid(visit(shop))
        found = await looked_at(status="held", score=60, cardCountry="US")
        assert [(one["rule"], one["found"], one["most"]) for one in found["reasons"]] == [
            ("card", 2, 1)
        ]
        order = f"/api/staff/orders/{desk.order['orderId']}"
        refusal(await desk.staff.post(f"{order}/parcels", {}), 409, "order-held")
        refusal(await desk.staff.post(f"{order}/complete", {}), 409, "order-held")
        desk.says(stripe.book.open_dispute(desk.intent), "created")
        await looked_at(outcome="fraud", status="held")
    finally:
        off = {"fraud": {"on": False}}
        expect(shop.staff.patch("/api/staff/settings", json=off))
