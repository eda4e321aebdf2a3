"""Sessions are taxed in their price: on invoices and credit notes, in the books and by the audit.
What is prepaid for them is taxed when it is bought, and not once more when it pays."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import to_builtins
from msgspec.json import encode
from msgspec.structs import replace

from holdfast.booking.bookings import Policy
from holdfast.db.cursors import Consumer
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.invoicing.issuing import INVOICE_TYPES, issue_invoices
from holdfast.flows.packages.taking_back import return_units
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.payments.sources import Source
from holdfast.invoices import Issued, issued_of
from holdfast.kit.zones import zone
from holdfast.packages import Item
from holdfast.people import Principal
from holdfast.shop import TaxRate, change_settings
from holdfast.views.agreement import audit_shop
from holdfast.views.books.days import documents_of_day
from holdfast.views.shop_days import ShopDays
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_booking, a_taking, booking_now
from tests.db.flows.buying import a_customer, cart_of, confirm, new_goods, order_now, pay_for
from tests.db.flows.packages.having import a_manager, bought, pay
from tests.db.flows.stage import Stage, last_refund_job

FREE = Policy(steps=())
SERVICES = TaxRate("VAT", 19_000, services=True)
GOODS = TaxRate("VAT", 7_000)


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    await taxed(stage, SERVICES, GOODS, included=True)
    return stage


async def taxed(stage: Stage, *rates: TaxRate, included: bool) -> None:
    said = {
        "invoice_issuer": "Loft GmbH",
        "tax_rates": to_builtins(rates),
        "tax_included": included,
    }
    async with stage.database.transaction() as connection:
        await change_settings(connection, said)
    stage.shop.forget()


async def held(stage: Stage, client: Principal, first: int = 11_900, *beside: Any) -> Placed:
    """A session of 119.00, of which so much is to be paid first."""
    new = replace(a_booking(a_taking(), price=11_900, policy=FREE), prepaid=first)
    asked = Amount(first, "EUR", "Portrait", new, beside=tuple(cart_of(*beside)))
    return await place(stage, Caller(client), asked)


async def paid(stage: Stage, client: Principal, placed: Placed) -> None:
    await confirm(stage, client, placed, await pay_for(stage, client, placed))


async def gone_back(stage: Stage) -> None:
    """The provider has taken the last refund that it was to be asked for."""
    job = await last_refund_job(stage)
    if job.refund_id is None:
        await refund(stage, job.payment_id, amount=job.amount)
    else:
        asked = job.amount or 0, NOBODY, job.lines
        await refund_of_part(stage, job.payment_id, job.refund_id, *asked)


async def issued(stage: Stage, order: UUID) -> list[Issued]:
    await drain(
        Consumer("invoices", INVOICE_TYPES, issue_invoices, begin="beginning"), stage.database
    )
    return await issued_of(stage.database.pool, order)


async def told(stage: Stage, order: UUID) -> list[tuple[int, int]]:
    """Total and tax of each."""
    return [(one.bill.total, one.bill.tax) for one in await issued(stage, order)]


async def booked(stage: Stage, account: str) -> int:
    """Credits less debits of an account; each document balances."""
    now = datetime.now(UTC).date()
    days = ShopDays(now - timedelta(days=1), now + timedelta(days=1), zone("UTC"))
    documents = await documents_of_day(stage.database, await stage.shop.now(), days)
    assert all(sum(leg.amount for leg in one.legs) == 0 for one in documents)
    return -sum(leg.amount for one in documents for leg in one.legs if leg.account == account)


async def agrees(stage: Stage) -> None:
    assert (await audit_shop(stage.database.pool)).violations == []


async def test_a_session_contains_its_tax_and_gives_it_back(stage: Stage) -> None:
    client = a_customer()
    placed = await held(stage, client)
    order = await order_now(stage, placed)
    assert (order.total, order.tax, order.subtotal) == (11_900, 1_900, 11_900)
    await paid(stage, client, placed)
    (invoice,) = await issued(stage, placed.order_id)
    assert (invoice.bill.total, invoice.bill.tax, invoice.bill.discount) == (11_900, 1_900, 0)
    assert [(one.name, one.rate, one.net, one.tax) for one in invoice.bill.taxes] == [
        ("VAT", 19_000, 10_000, 1_900)
    ]
    assert (await booked(stage, "services"), await booked(stage, "tax")) == (10_000, 1_900)
    booking = await booking_now(stage, placed)
    cheaper = Adjustment("so", price=5_950)
    await adjust_booking(stage, Caller(a_manager()), booking.id, cheaper)
    await gone_back(stage)
    assert await told(stage, placed.order_id) == [(11_900, 1_900), (5_950, 950)]
    await cancel_booking(stage, Caller(client), booking.id)
    await gone_back(stage)
    assert await told(stage, placed.order_id) == [(11_900, 1_900), (5_950, 950), (5_950, 950)]
    await agrees(stage)


async def test_deposit_and_rest_are_taxed_each_when_it_is_paid(stage: Stage) -> None:
    client = a_customer()
    placed = await held(stage, client, 3_570)
    await paid(stage, client, placed)
    booking = await booking_now(stage, placed)
    rest = await order_rest(stage, Caller(client), booking.id)
    await paid(stage, client, rest)
    await settle_dues(stage, [rest.order_id])
    assert await told(stage, placed.order_id) == [(3_570, 570)]
    assert await told(stage, rest.order_id) == [(8_330, 1_330)]
    await agrees(stage)


async def test_a_time_at_another_price_is_taxed_anew_before_it_is_paid(stage: Stage) -> None:
    client, goods = a_customer(), await new_goods(stage, 5, 1_070)
    placed = await held(stage, client, 11_900, goods)
    booking = await booking_now(stage, placed)
    dearer = a_booking(a_taking(start=600), price=23_800, policy=FREE)
    await move_to(stage, Caller(client), booking, dearer)
    order = await order_now(stage, placed)
    assert (order.total, order.tax) == (24_870, 3_800 + 70)
    assert order.breakdown is not None
    assert [(one.kind, one.amount) for one in order.breakdown.parts] == [
        ("goods", 1_070), ("goods", 23_800), ("tax", 70), ("tax", 3_800),
    ]  # fmt: skip
    await agrees(stage)


@pytest.mark.parametrize("included", [True, False])
async def test_goods_beside_a_session_have_their_own_tax(stage: Stage, *, included: bool) -> None:
    """On top of their price, where the shop's are without; in the session's it is contained."""
    await taxed(stage, SERVICES, GOODS, included=included)
    client, goods = a_customer(), await new_goods(stage, 5, 1_070 if included else 1_000)
    placed = await held(stage, client, 11_900, goods)
    order = await order_now(stage, placed)
    assert (order.total, order.tax) == (12_970, 1_970)
    await paid(stage, client, placed)
    (invoice,) = await issued(stage, placed.order_id)
    bill = invoice.bill
    assert (bill.total, bill.tax, bill.on_top, bill.discount) == (
        12_970, 1_970, 0 if included else 70, 0
    )  # fmt: skip
    assert [(one.sum, one.rate) for one in bill.lines] == [
        (1_070 if included else 1_000, 7_000), (11_900, 19_000),
    ]  # fmt: skip
    assert [(one.rate, one.net, one.tax) for one in bill.taxes] == [
        (19_000, 10_000, 1_900), (7_000, 1_000, 70),
    ]  # fmt: skip
    assert [await booked(stage, one) for one in ("services", "sales", "tax")] == [
        10_000, 1_000, 1_970,
    ]  # fmt: skip
    await agrees(stage)


async def test_what_hours_pay_was_taxed_when_they_were_bought(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, Item(kind="hours", units=600, price=23_800))
    assert await told(stage, mine.order_id) == [(23_800, 3_800)]
    assert await booked(stage, "prepaid") == 20_000
    placed = await held(stage, client)
    await pay(stage, client, placed, Source("hours", mine))
    assert await issued(stage, placed.order_id) == []
    # An hour of ten, sold for 238.00 with its tax: 20.00 are earned by it.
    sums = [await booked(stage, one) for one in ("tax", "prepaid", "services", "prepaid-used")]
    assert sums == [3_800, 18_000, 11_900, 2_000 - 11_900]
    await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    assert await issued(stage, placed.order_id) == []
    assert (await booked(stage, "tax"), await booked(stage, "prepaid")) == (3_800, 20_000)
    await return_units(stage, Caller(a_manager()), mine.id, 600, "moved away")
    await gone_back(stage)
    assert await told(stage, mine.order_id) == [(23_800, 3_800), (23_800, 3_800)]
    assert await booked(stage, "prepaid") == 0
    await agrees(stage)


async def test_what_is_paid_beside_hours_is_invoiced_with_its_tax(stage: Stage) -> None:
    client, goods = a_customer(), await new_goods(stage, 5, 1_070)
    (mine,) = await bought(stage, client, Item(kind="hours", units=30, price=5_000))
    placed = await held(stage, client, 11_900, goods)
    begun = await pay(stage, client, placed, Source("hours", mine), provider="scripted")
    await confirm(stage, client, placed, begun)
    (invoice,) = await issued(stage, placed.order_id)
    bill = invoice.bill
    assert (bill.prepaid, bill.total, bill.tax, bill.discount) == (5_950, 7_020, 950 + 70, 0)
    assert [(one.rate, one.net, one.tax) for one in bill.taxes] == [
        (19_000, 5_000, 950), (7_000, 1_000, 70),
    ]  # fmt: skip
    await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    await gone_back(stage)
    notes = (await told(stage, placed.order_id))[1:]
    assert (sum(total for total, _ in notes), sum(tax for _, tax in notes)) == (7_020, 1_020)
    await agrees(stage)


async def test_what_was_invoiced_whole_before_is_credited_whole(stage: Stage) -> None:
    """Before the upgrade what hours paid was on the invoice, too."""
    await taxed(stage, included=True)
    client = a_customer()
    (mine,) = await bought(stage, client, Item(kind="hours", units=600, price=23_800))
    placed = await held(stage, client)
    await pay(stage, client, placed, Source("hours", mine))
    (like,) = await issued(stage, mine.order_id)
    whole = to_builtins(replace(like.bill, total=11_900, lines=()))
    del whole["prepaid"]
    await stage.database.pool.execute(
        "INSERT INTO invoices (series, number, order_id, source, bill)"
        " VALUES ('invoice', 1000, $1, $2, $3)",
        placed.order_id, f"order/{placed.order_id}", encode(whole).decode(),
    )  # fmt: skip
    await cancel_booking(stage, Caller(client), (await booking_now(stage, placed)).id)
    assert await told(stage, placed.order_id) == [(11_900, 0), (11_900, 0)]


async def test_a_certificate_is_taxed_by_what_it_pays(stage: Stage) -> None:
    client = a_customer()
    both = (
        Item(kind="certificate", units=11_900, price=11_900),
        Item(kind="hours", units=60, price=2_380),
    )
    certificate, _ = await bought(stage, client, *both)
    (invoice,) = await issued(stage, certificate.order_id)
    assert (invoice.bill.total, invoice.bill.tax) == (14_280, 380)
    assert [(one.rate, one.net, one.tax) for one in invoice.bill.taxes] == [
        (19_000, 2_000, 380), (0, 11_900, 0),
    ]  # fmt: skip
    placed = await held(stage, client)
    await pay(stage, client, placed, Source("certificate", certificate))
    assert await told(stage, placed.order_id) == [(11_900, 1_900)]
    await agrees(stage)
