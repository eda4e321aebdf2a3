"""Who agreed is told of, once and without a name; who did not, or no longer does, is not."""

import json
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.analytics import (
    KEPT_DAYS,
    adopt_choice,
    agreed_since,
    forget_choices,
    pseudonym,
    read_choice,
)
from holdfast.booking import ResourceTerms
from holdfast.db.cursors import Consumer
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights.looks import Looks
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.platforms.choosing import Analytics, choose
from holdfast.flows.platforms.hits import ANALYTICS, HIT_TYPES, Hits
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settler import Settled
from holdfast.people import Principal
from holdfast.sinks import AMPLITUDE, GA4, DeliveryBook
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_taking, booked, in_minutes
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    cart_of,
    confirm,
    new_goods,
    pay_for,
    reserve,
)
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage, select

KEY = b"a key of the shop's"
TOLD = Analytics(["Google Analytics", "Amplitude"], KEY)


def consumer(stage: Stage, span: int = 3) -> Consumer:
    write = Hits(DeliveryBook(stage.database), [GA4, AMPLITUDE], KEY)
    return Consumer(ANALYTICS, HIT_TYPES, write, span=span)


async def agrees(stage: Stage, who: Principal, *, agreed: bool = True) -> None:
    await choose(stage.database, TOLD, who.id, agreed=agreed)


async def told(stage: Stage, who: Principal, sink: str = GA4) -> list[dict[str, Any]]:
    """What waits to be told of them, in order."""
    rows = await select(
        stage,
        "SELECT body, type FROM deliveries WHERE sink = $1 AND subject = $2"
        " ORDER BY era, xid, event",
        sink,
        pseudonym(KEY, who.id),
    )
    found = [json.loads(str(body)) for body, _ in rows]
    assert [f"analytics.{one['name']}" for one in found] == [str(kind) for _, kind in rows]
    return found


async def bought_and_cancelled(stage: Stage, who: Principal) -> Any:
    goods = await new_goods(stage, 10, price=300)
    await new_wallet(stage, who, 5000)
    order_id = await buy(stage, who, cart_of(goods, quantity=2))
    await cancel(stage, Caller(who), order_id=order_id)
    return await stage.orders.get(order_id)


async def test_a_purchase_and_its_refund_are_told_once_by_both(stage: Stage) -> None:
    ann = a_customer()
    await agrees(stage, ann)
    order = await bought_and_cancelled(stage, ann)
    await drain(consumer(stage), stage.database)
    found = await told(stage, ann)
    purchase, refund = found[-2:]
    assert (purchase["name"], purchase["currency"], purchase["value"]) == ("purchase", "EUR", 600)
    assert purchase["transaction"] == refund["transaction"] == order.number
    (item,) = purchase["items"]
    assert (item["quantity"], item["price"], item["category"]) == (2, 300, "product")
    assert (refund["name"], refund["value"]) == ("refund", 600)
    assert purchase["member"] is True
    assert await told(stage, ann, AMPLITUDE) == found
    await stage.database.pool.execute("DELETE FROM event_cursors")
    await drain(consumer(stage), stage.database)
    assert await told(stage, ann) == found


async def test_what_paid_for_nothing_and_goes_back_is_no_refund(stage: Stage) -> None:
    ann, goods = a_customer(), await new_goods(stage, 10, price=300)
    await agrees(stage, ann)
    made = await reserve(stage, ann, goods)
    first, second = await pay_for(stage, ann, made), await pay_for(stage, ann, made)
    await confirm(stage, ann, made, first)
    settled = await arrived(ForOrders(stage), second.payment_id)
    assert isinstance(settled, Settled)
    assert settled.end == "refunding"
    await refund(stage, second.payment_id)
    await drain(consumer(stage), stage.database)
    assert [one["name"] for one in await told(stage, ann)] == ["begin_checkout", "purchase"]


async def test_who_has_not_chosen_or_said_no_is_told_nobody(stage: Stage) -> None:
    silent, refuses, late = a_customer(), a_customer(), a_customer()
    await agrees(stage, refuses, agreed=False)
    for one in (silent, refuses, late):
        await bought_and_cancelled(stage, one)
    await agrees(stage, late)  # to what comes, not to what was
    await drain(consumer(stage), stage.database)
    assert await select(stage, "SELECT count(*) FROM deliveries") == [(0,)]
    await bought_and_cancelled(stage, late)
    await drain(consumer(stage), stage.database)
    assert "purchase" in [one["name"] for one in await told(stage, late)]


async def test_taken_back_what_waits_is_gone_and_nothing_follows(stage: Stage) -> None:
    ann, bob = a_customer(), a_customer()
    for one in (ann, bob):
        await agrees(stage, one)
        await bought_and_cancelled(stage, one)
    await drain(consumer(stage), stage.database)
    before = await told(stage, bob)
    await bought_and_cancelled(stage, ann)  # written to the log, and not read yet
    await agrees(stage, ann, agreed=False)
    await drain(consumer(stage), stage.database)
    await bought_and_cancelled(stage, ann)
    await drain(consumer(stage), stage.database)
    assert await told(stage, ann) == []
    assert await told(stage, bob) == before


async def test_a_booking_is_told_with_when_where_and_how_far_ahead(stage: Stage) -> None:
    parts = Studio(database=stage.database, ledger=stage.ledger, reader=stage.reader)
    loft, anna = [await make_resource(parts, process("test"), terms) for terms in (
        ResourceTerms(kind="studio", name="Loft", zone="Europe/Berlin"),
        ResourceTerms(kind="photographer", name="Anna Unmistakable", zone="Europe/Berlin"),
    )]  # fmt: skip
    guest, start = a_guest(), in_minutes(51 * 60)
    await agrees(stage, guest)
    takings = [a_taking(one, start, 60, version=1) for one in (loft, anna)]
    placed = await booked(stage, guest, *takings, price=9000)
    assert placed.booking_id is not None
    await cancel_booking(stage, Caller(guest), placed.booking_id)
    await drain(consumer(stage), stage.database)
    found = {one["name"]: one for one in await told(stage, guest)}
    names = {"begin_checkout", "booking_held", "booking_confirmed", "booking_cancelled", "purchase"}
    assert names <= found.keys()
    held = found["booking_held"]
    assert held["about"]["studio"] == "Loft"
    assert held["about"]["service"] == "Portrait"
    assert held["about"]["hours_ahead"] in (50, 51)
    assert held["about"]["minutes"] == 60
    assert held["about"]["weekday"].endswith("day")
    assert (held["currency"], held["value"]) == ("EUR", 9000)
    assert found["booking_cancelled"]["about"]["reason"] == "client"
    assert found["purchase"]["items"][0]["name"] == "Portrait"
    assert held.get("member", False) is False
    written = str(await select(stage, "SELECT body FROM deliveries"))
    assert "Unmistakable" not in written
    assert guest.id.removeprefix("guest:") not in written


async def test_killed_in_between_nothing_is_lost_and_nothing_twice(stage: Stage) -> None:
    """The rows and the cursor commit together."""
    ann = a_customer()
    await agrees(stage, ann)
    await bought_and_cancelled(stage, ann)
    whole = Hits(DeliveryBook(stage.database), [GA4], KEY)
    turns = 0

    async def breaks(connection: AsyncConnection, events: Any) -> None:
        nonlocal turns
        turns += 1
        await whole(connection, events)
        if turns % 2:
            raise ConnectionResetError("killed")

    dying = Consumer(ANALYTICS, HIT_TYPES, breaks, span=1)
    for _ in range(30):
        try:
            await drain(dying, stage.database)
        except ConnectionResetError:
            continue
        break
    found = [one["id"] for one in await told(stage, ann)]
    assert len(found) == len(set(found)) == turns // 2
    assert [one["name"] for one in await told(stage, ann)][-2:] == ["purchase", "refund"]


async def test_what_visitors_look_at_is_told_of_who_agreed(stage: Stage) -> None:
    ann, bob = a_customer(), a_customer()
    await agrees(stage, ann)
    goods = await new_goods(stage, 1)
    looks = Looks(stage.database, told=True, every=3600)
    for who in (ann, bob, ann):
        looks.saw(who.id, "192.0.2.1", "view-product", goods.product_id)
    for _ in range(2):
        looks.saw(ann.id, "192.0.2.1", "add-to-cart", goods.product_id)
    looks.saw(None, "192.0.2.2", "view-product", goods.product_id)
    await looks.flush()
    await drain(consumer(stage), stage.database)
    names = [one["name"] for one in await told(stage, ann)]
    assert names == ["view_item", "add_to_cart", "add_to_cart"]
    assert (await told(stage, ann))[0]["items"][0]["id"] == str(goods.product_id)
    assert await told(stage, bob) == []
    assert await select(stage, "SELECT count(*) FROM events WHERE type = 'visitor.acted'") == [(3,)]


async def test_a_guest_s_choice_becomes_the_account_s_unless_it_has_one(stage: Stage) -> None:
    guest, other, ann, bob = a_guest(), a_guest(), a_customer(), a_customer()
    await agrees(stage, guest)
    await agrees(stage, bob, agreed=False)
    async with stage.database.transaction() as connection:
        for before, owner in ((guest, ann), (guest, bob), (other, ann)):
            await adopt_choice(connection, before.id, owner.id)
        choices = [await read_choice(connection, one.id) for one in (ann, bob, other)]
    assert [one and one.agreed for one in choices] == [True, False, None]


@pytest.mark.parametrize("agreed", [True, False])
async def test_said_again_it_is_so_since_it_was_first_said(stage: Stage, agreed: bool) -> None:
    who = a_guest()
    first = await choose(stage.database, TOLD, who.id, agreed=agreed)
    again = await choose(stage.database, TOLD, who.id, agreed=agreed)
    changed = await choose(stage.database, TOLD, who.id, agreed=not agreed)
    assert first == again
    assert changed.at > first.at


async def test_a_choice_counts_for_thirteen_months(stage: Stage) -> None:
    late, lately, adopts = a_guest(), a_customer(), a_customer()

    async def chose(who: Principal, days: int) -> None:
        await agrees(stage, who)
        await stage.database.pool.execute(
            "UPDATE analytics_choices SET at = now() - make_interval(days => $2) WHERE owner = $1",
            who.id,
            days,
        )

    await chose(late, KEPT_DAYS + 1)
    await chose(lately, KEPT_DAYS - 1)
    async with stage.database.transaction() as connection:  # whether or not it is forgotten yet
        choices = [await read_choice(connection, one.id) for one in (late, lately)]
        assert [one and one.agreed for one in choices] == [None, True]
        assert set(await agreed_since(connection, [late.id, lately.id])) == {lately.id}
        await adopt_choice(connection, late.id, adopts.id)
        assert await read_choice(connection, adopts.id) is None
    assert await forget_choices(stage.database.pool) == 1
    await chose(late, KEPT_DAYS + 1)
    await agrees(stage, late)  # who is asked again and says the same
    assert await forget_choices(stage.database.pool) == 0
