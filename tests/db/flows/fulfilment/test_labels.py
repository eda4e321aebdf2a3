"""Labels of a carrier and its words: asked twice, refused, let go; late, twice and out of order."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace as with_parts
from uuid import UUID

import pytest

from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.heard import EventUnsigned, HookNotFound
from holdfast.flows.fulfilment.dispatch import CarrierAway, CarrierUnknown, NoAddressToSend
from holdfast.flows.fulfilment.hearing import ask_carrier, heard, take_word
from holdfast.flows.fulfilment.labels import (
    ask_label,
    bought,
    cancel_label,
    cancelled,
    label_of,
)
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship, take_apart
from holdfast.fulfilment import (
    AskCarrier,
    BuyLabel,
    CancelLabel,
    CarrierUnavailable,
    CarrierWord,
    DemoCarrier,
    LabelThere,
    NoLabel,
    Parcel,
    Shipment,
    ShipmentRequest,
    parcel_of_id,
)
from holdfast.orders import Order
from holdfast.shipping import Address
from holdfast.views.packing import slips_of
from tests.db.flows.buying import a_customer, cart_of, confirm, new_goods, order_now, pay_for
from tests.db.flows.fulfilment.test_parcels import STAFF, again, parcels
from tests.db.flows.fulfilment.test_parcels import bought as bought_without_address
from tests.db.flows.stage import Stage, jobs_due


class Clock:
    """Which a test sets forward."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Deaf(DemoCarrier):
    """Takes what it is asked, and does not say so."""

    async def create(self, request: ShipmentRequest, key: str) -> Shipment:
        await super().create(request, key)
        raise CarrierUnavailable("no answer")


def with_carrier(stage: Stage, carrier: DemoCarrier) -> Stage:
    return with_parts(stage, carriers={"demo": carrier})


async def packed(stage: Stage, street: str = "Hauptstraße 1") -> tuple[Order, Parcel]:
    """A parcel of a paid order that goes somewhere."""
    buyer, goods = a_customer(), await new_goods(stage, 3)
    address = Address("DE", name="Anna", street=street, postal_code="10115", city="Berlin")
    reserved = await place(
        stage, Caller(buyer), cart_of(goods, quantity=3), choice=Choice(address=address)
    )
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    order = await order_now(stage, reserved)
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    (parcel,) = await parcels(stage, order)
    return order, parcel


async def now(stage: Stage, parcel: Parcel) -> Parcel:
    found = await parcel_of_id(stage.database.pool, parcel.id)
    assert found is not None
    return found


async def key_of(stage: Stage, parcel: Parcel) -> UUID:
    label = (await now(stage, parcel)).label
    assert label is not None
    return label.key


async def labelled(stage: Stage, order: Order, parcel: Parcel) -> str:
    """The carrier's reference, of a label that was bought."""
    await ask_label(stage, STAFF, order.id, parcel.id, "demo")
    await bought(stage, BuyLabel(parcel.id, await key_of(stage, parcel)), "r")
    label = (await now(stage, parcel)).label
    assert label is not None
    assert label.reference is not None
    return label.reference


async def told(stage: Stage, parcel: Parcel) -> None:
    await heard(stage, AskCarrier(parcel.id), "r")


async def test_a_label_is_bought_once_printed_and_let_go(stage: Stage) -> None:
    carrier = DemoCarrier(b"s", 1.0, Clock())
    stage = with_carrier(stage, carrier)
    order, parcel = await packed(stage)
    with pytest.raises(CarrierUnknown):
        await ask_label(stage, STAFF, order.id, parcel.id, "other")
    with pytest.raises(NoLabel):
        await label_of(stage, order.id, parcel.id)
    asked = (ask_label(stage, STAFF, order.id, parcel.id, "demo") for _ in range(3))
    refused = [one for one in await asyncio.gather(*asked, return_exceptions=True) if one]
    assert [type(one) for one in refused] == [LabelThere] * 2
    assert (await jobs_due(stage)).count("buy-label") == 1
    with pytest.raises(LabelThere):
        await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    key = await key_of(stage, parcel)
    for _ in range(2):  # a job may run twice
        await bought(stage, BuyLabel(parcel.id, key), "r")
    found = await now(stage, parcel)
    assert found.label is not None
    assert (found.label.is_ready, found.carrier, found.status) == (True, "Demo Post", "picking")
    assert found.tracking
    assert (await label_of(stage, order.id, parcel.id))[1].startswith(b"%PDF")
    with pytest.raises(LabelThere):
        await take_apart(stage, STAFF, order.id, parcel.id)

    await cancel_label(stage, STAFF, order.id, parcel.id)
    for _ in range(2):
        await cancelled(stage, CancelLabel(parcel.id, key), "r")
    found = await now(stage, parcel)
    assert (found.label, found.carrier, found.tracking) == (None, None, None)
    assert len(carrier.moments("demo_unknown")) == 0
    await labelled(stage, order, parcel)  # another one
    assert await key_of(stage, parcel) != key

    plain = await bought_without_address(stage)
    await make_parcel(stage, STAFF, plain.id, None, packed=True)
    (without,) = await parcels(stage, plain)
    with pytest.raises(NoAddressToSend):
        await ask_label(stage, STAFF, plain.id, without.id, "demo")


async def test_a_slip_says_where_the_parcel_goes(stage: Stage) -> None:
    order, parcel = await packed(stage)
    plain = await bought_without_address(stage)
    await make_parcel(stage, STAFF, plain.id, None, packed=True)
    (without,) = await parcels(stage, plain)
    async with stage.database.read() as connection:
        slips = await slips_of(connection, [parcel.id, without.id], None, "en", "Shop")
    assert [list(slip.to) for slip in slips] == [
        ["Anna", "Hauptstraße 1", "10115 Berlin", "DE"], []
    ]  # fmt: skip
    assert slips[0].order == order.number


async def test_what_the_carrier_refuses_waits_for_a_person(stage: Stage) -> None:
    clock = Clock()
    stage = with_carrier(stage, DemoCarrier(b"s", 1.0, clock))
    order, parcel = await packed(stage, "Refused street")
    await ask_label(stage, STAFF, order.id, parcel.id, "demo")
    await bought(stage, BuyLabel(parcel.id, await key_of(stage, parcel)), "r")
    label = (await now(stage, parcel)).label
    assert label is not None
    assert (label.state, label.note) == ("refused", "We do not deliver to this address.")
    await ask_label(stage, STAFF, order.id, parcel.id, "demo")  # again
    await cancel_label(stage, STAFF, order.id, parcel.id)
    await cancelled(stage, CancelLabel(parcel.id, await key_of(stage, parcel)), "r")
    assert (await now(stage, parcel)).label is None
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)  # by somebody else, then

    # Handed over while somebody cancelled: it stays, and says why.
    order, parcel = await packed(stage)
    await labelled(stage, order, parcel)
    await cancel_label(stage, STAFF, order.id, parcel.id)
    clock.now += 1
    await cancelled(stage, CancelLabel(parcel.id, await key_of(stage, parcel)), "r")
    label = (await now(stage, parcel)).label
    assert label is not None
    assert (label.state, label.note) == ("ready", "The parcel is on its way already.")


async def test_a_label_that_was_made_unheard_is_called_off_with_the_rest(stage: Stage) -> None:
    clock, carrier = Clock(), Deaf(b"s", 1.0, Clock())
    stage = with_carrier(stage, carrier)
    order, parcel = await packed(stage)
    await ask_label(stage, STAFF, order.id, parcel.id, "demo")
    key = await key_of(stage, parcel)
    with pytest.raises(CarrierAway):  # the job comes again
        await bought(stage, BuyLabel(parcel.id, key), "r")
    await cancel_label(stage, STAFF, order.id, parcel.id)
    hears = DemoCarrier(b"s", 1.0, clock)
    stage = with_carrier(stage, hears)
    await bought(stage, BuyLabel(parcel.id, key), "r")
    assert (await now(stage, parcel)).label is not None
    await cancelled(stage, CancelLabel(parcel.id, key), "r")
    assert (await now(stage, parcel)).label is None
    await take_apart(stage, STAFF, order.id, parcel.id)


async def test_words_move_the_parcel_however_they_come(stage: Stage) -> None:
    clock = Clock()
    carrier = DemoCarrier(b"s", 1.0, clock)
    stage = with_carrier(stage, carrier)
    order, parcel = await packed(stage)
    reference = await labelled(stage, order, parcel)
    await told(stage, parcel)
    assert (await now(stage, parcel)).status == "picking"  # nothing happened yet

    async def said(number: int, about: str = reference) -> str:
        headers, body = carrier.signed(CarrierWord(f"w{number}", about))
        return await take_word(stage, "demo", headers, body, "r")

    assert [await said(3), await said(1), await said(3)] == ["taken", "taken", "repeated"]
    assert await said(4, "demo_of_nobody") == "unknown"
    assert (await jobs_due(stage)).count("ask-carrier") == 2
    unsigned: Mapping[str, str] = {}
    with pytest.raises(EventUnsigned):
        await take_word(stage, "demo", unsigned, b"{}", "r")
    with pytest.raises(HookNotFound):
        await take_word(stage, "other", unsigned, b"{}", "r")

    clock.now += 2
    await ask_carrier(stage, order.id, parcel.id, "r")
    found = await now(stage, parcel)
    assert (found.status, found.carrier) == ("shipped", "Demo Post")
    assert [one.code for one in found.steps] == ["accepted", "in-transit"]
    clock.now += 9
    # Several at once, and after the end.
    done = await asyncio.gather(*(told(stage, parcel) for _ in range(3)), return_exceptions=True)
    assert None in done
    await told(stage, parcel)
    found = await now(stage, parcel)
    assert (found.status, len(found.steps), found.ended_otherwise) == ("delivered", 4, False)
    assert (await again(stage, order)).status == "completed"


async def test_what_is_lost_or_ended_otherwise_is_told(stage: Stage) -> None:
    clock = Clock()
    stage = with_carrier(stage, DemoCarrier(b"s", 1.0, clock))
    for street, note in (("Lost 1", "The carrier lost it"), ("1 returned", "brought it back")):
        order, parcel = await packed(stage, street)
        await labelled(stage, order, parcel)
        clock.now += 9
        await told(stage, parcel)  # all of it at once: it left, and did not arrive
        found = await now(stage, parcel)
        assert found.status == "failed"
        assert note in (found.note or "")
    # Staff said that it arrived; the carrier says that it came back.
    order, parcel = await packed(stage, "Returned 2")
    await labelled(stage, order, parcel)
    clock.now += 2
    await told(stage, parcel)
    await deliver(stage, STAFF, order.id, parcel.id)
    clock.now += 9
    await told(stage, parcel)
    found = await now(stage, parcel)
    assert (found.status, found.ended_otherwise) == ("delivered", True)
