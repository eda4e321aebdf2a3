"""Orders that something speaks against: nothing of one that is held leaves, whoever asks and
however many at once; what is refused goes back whole; a shop that does not look writes nothing."""

import asyncio
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import CancelByPackage, OrderCancelledAlready
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.fulfilment.packing import make_parcel, ship
from holdfast.flows.packages.buying import buy_package, offered_package
from holdfast.flows.packages.issuing import issue
from holdfast.flows.staff.orders import complete
from holdfast.flows.staff.suspects import judge, note_truth, refuse_order, release
from holdfast.fraud import (
    FraudCheck,
    FraudDecided,
    FraudReason,
    OrderDeclined,
    OrderHeld,
    check_of,
    put_listed,
)
from holdfast.fulfilment import parcels_of
from holdfast.kit import Problem, new_id
from holdfast.orders import Order
from holdfast.packages import grants_of
from holdfast.payments import CardUsed
from holdfast.people import Principal
from holdfast.shop import change_settings
from holdfast.views.suspects import held_count, rule_figures, suspect_rows
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    new_goods,
    order_now,
    pay_for,
    payment_now,
    reserve,
    stock_of,
)
from tests.db.flows.packages.having import a_package
from tests.db.flows.settlement.part_paying import by_card, settled
from tests.db.flows.stage import Stage, events_of, jobs_due, select
from tests.support.provider import HttpProvider

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")
WORKER = process("assess-order")


async def rules(stage: Stage, *kinds: dict[str, object], on: bool = True, **bounds: int) -> None:
    said = {"on": on, "hold_from": 50, "refuse_from": 100, "rules": list(kinds)} | bounds
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"fraud": said})
    stage.shop.forget()


async def listed(stage: Stage, kind: str, value: str, word: str) -> None:
    line = {"id": new_id(), "kind": kind, "value": value, "word": word, "note": "",
            "ends_at": None, "added_by": "user:staff"}  # fmt: skip
    async with stage.database.transaction() as connection:
        await put_listed(connection, line)


async def paid(stage: Stage, goods: Goods, buyer: Principal | None = None) -> Order:
    who = buyer or a_customer()
    reserved = await reserve(stage, who, goods)
    await confirm(stage, who, reserved, await pay_for(stage, who, reserved))
    return await order_now(stage, reserved)


async def found(stage: Stage, order: Order) -> FraudCheck:
    check = await check_of(stage.database.pool, order.id)
    assert check is not None
    return check


async def parcel(stage: Stage, order: Order) -> UUID:
    (one,) = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    return one.id


async def test_what_is_held_leaves_once_a_person_lets_it_go(stage: Stage) -> None:
    goods = await new_goods(stage, 10, 60_000)
    large = {"kind": "first-order", "points": 60, "amount": 60_000, "currency": "EUR"}
    await rules(stage, large)
    buyer = a_customer()
    order = await paid(stage, goods, buyer)
    # Whoever packs before the worker has looked looks first.
    with pytest.raises(OrderHeld):
        await make_parcel(stage, STAFF, order.id, None, packed=True)
    with pytest.raises(OrderHeld):
        await complete(stage, STAFF, order.id)
    check = await found(stage, order)
    assert (check.status, check.verdict, check.score) == ("held", "hold", 60)
    assert check.reasons == (FraudReason("first-order", 60, 60_000, 60_000, "EUR"),)
    for _ in range(2):
        await judge(stage, order.id, WORKER)
    assert await found(stage, order) == check
    assert (await events_of(stage, order.id)).count("order.held-back") == 1
    # Also after the shop looks no more: what is held is held.
    await rules(stage, large, on=False)
    with pytest.raises(OrderHeld):
        await make_parcel(stage, STAFF, order.id, None, packed=True)

    async with stage.database.read() as connection:
        assert await held_count(connection) == 1
    done = await asyncio.gather(
        *(release(stage, STAFF, order.id, "Called them") for _ in range(3)),
        refuse_order(stage, STAFF, order.id, "Stolen"),
        return_exceptions=True,
    )
    assert all(one is None or isinstance(one, Problem) for one in done)
    check = await found(stage, order)
    told = (await events_of(stage, order.id)).count("order.released")
    assert told == (1 if check.status == "released" else 0)
    if check.status == "released":
        await make_parcel(stage, STAFF, order.id, None, packed=True)
        await ship(stage, STAFF, order.id, await parcel(stage, order), "Post", None)
        await rules(stage, large)
        # No first order any more.
        second = await paid(stage, goods, buyer)
        await judge(stage, second.id, WORKER)
        assert (await found(stage, second)).status == "passed"
        assert "order.held-back" not in await events_of(stage, second.id)
        assert (check.outcome, check.note, check.decided_by) == ("good", "Called them", STAFF.actor)
    else:  # the refusal was quicker
        assert (check.status, check.outcome) == ("refused", "fraud")
        with pytest.raises(OrderCancelledAlready):
            await make_parcel(stage, STAFF, order.id, None, packed=True)


async def test_what_is_refused_is_cancelled_and_its_money_goes_back(stage: Stage) -> None:
    goods = await new_goods(stage, 10)
    await rules(
        stage,
        {"kind": "account", "points": 60, "most": 1},
        {"kind": "account", "points": 50, "most": 2},
    )
    buyer = a_customer()
    orders = []
    for _ in range(2):
        orders.append(await paid(stage, goods, buyer))
        await judge(stage, orders[-1].id, WORKER)
    assert [(await found(stage, one)).status for one in orders] == ["passed", "held"]
    with pytest.raises(FraudDecided):
        await release(stage, STAFF, orders[0].id, "")
    await refuse_order(stage, STAFF, orders[1].id, "Two in a minute")
    await refuse_order(stage, STAFF, orders[1].id, "Two in a minute")
    with pytest.raises(FraudDecided):
        await release(stage, STAFF, orders[1].id, "")
    off = await stage.orders.get(orders[1].id)
    assert off is not None
    assert (off.status, off.reason, off.cancel_note) == ("cancelled", "refunded", "Two in a minute")
    assert off.payment_id is not None
    # A third is refused at once: before it is placed, or, where its rules came later, once paid.
    with pytest.raises(OrderDeclined):
        await reserve(stage, buyer, goods)
    assert await stock_of(stage, goods) == (9, 0)
    await rules(stage, on=False)
    third = await paid(stage, goods, buyer)
    await rules(stage, {"kind": "account", "points": 200, "most": 1})
    await judge(stage, third.id, WORKER)
    check = await found(stage, third)
    assert (check.status, check.verdict, check.decided_by) == ("refused", "refuse", WORKER.actor)
    now = await stage.orders.get(third.id)
    assert now is not None
    assert now.is_cancelled
    assert await stock_of(stage, goods) == (9, 0)

    await note_truth(stage, STAFF, third.id, "fraud")
    await note_truth(stage, STAFF, orders[1].id, "good")
    async with stage.database.read() as connection:
        (figure,) = await rule_figures(connection, 1)
        rows, _ = await suspect_rows(connection, "all", None, 10)
        refused, _ = await suspect_rows(connection, "refused", None, 10)
    assert figure == {"rule": "account", "spoke": 2, "fraud": 1, "good": 1, "precision": 0.5}
    assert {one.order_id for one in rows} == {orders[1].id, third.id}
    assert rows == refused
    assert rows[0].buyer.owner == buyer.id


class TellsCardsUsed(HttpProvider):
    """The cards that paid, by the provider's own ids of the payments."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.cards: dict[str, CardUsed] = {}

    async def card(self, reference: str, /) -> CardUsed | None:
        return self.cards.get(reference)


async def test_each_card_of_an_order_paid_in_parts_is_looked_at_and_counted(stage: Stage) -> None:
    provider = TellsCardsUsed(stage.provider.url)
    stage.providers["scripted"] = provider  # type: ignore[index]  # a dict, in tests
    await rules(stage, {"kind": "card", "points": 60, "most": 1})
    buyer = a_customer()
    await listed(stage, "card", "stolen", "block")

    async def by_cards(*cards: str) -> Order:
        reserved = await reserve(stage, buyer, await new_goods(stage, 1))
        for at, card in enumerate(cards):
            amount = None if len(cards) == 1 else 100 if at == 0 else 400
            begun = await by_card(stage, buyer, reserved, amount)
            now = await payment_now(stage, begun)
            assert now.reference is not None
            provider.cards[now.reference] = CardUsed(card)
            await settled(stage, [begun])
        order = await order_now(stage, reserved)
        assert order.is_paid
        await judge(stage, order.id, WORKER)
        return order

    # Whichever of them paid last.
    for cards in (("stolen", "mine"), ("mine", "stolen")):
        check = await found(stage, await by_cards(*cards))
        assert (check.status, check.verdict, check.card) == ("refused", "refuse", "stolen")
    # Two orders had that card, though another of each was told.
    check = await found(stage, await by_cards("mine"))
    assert (check.status, check.card) == ("held", "mine")
    assert check.reasons == (FraudReason("card", 60, 3, 1),)


async def test_what_is_held_is_not_issued_and_is_refused_as_any_order(stage: Stage) -> None:
    dear = {"kind": "first-order", "points": 60, "amount": 1, "currency": "EUR"}
    await rules(stage, dear)

    async def bought() -> tuple[Principal, Order]:
        client = a_customer()
        package = await a_package(stage)
        price = (await offered_package(stage, package.id)).price
        placed = await buy_package(stage, Caller(client), package.id, expected=price)
        await confirm(stage, client, placed, await pay_for(stage, client, placed))
        for _ in range(2):
            await issue(stage, placed.order_id)
        assert await grants_of(stage.database.pool, client.id, None, 9) == []
        return client, await order_now(stage, placed)

    client, order = await bought()
    await release(stage, STAFF, order.id, "Called them")
    assert "issue-package" in await jobs_due(stage)
    await issue(stage, order.id)
    assert len(await grants_of(stage.database.pool, client.id, None, 9)) == 1
    with pytest.raises(CancelByPackage):
        await cancel_by_staff(stage, STAFF, order.id, "too late")

    client, order = await bought()
    done = await asyncio.gather(
        refuse_order(stage, STAFF, order.id, "Stolen"),
        *(issue(stage, order.id) for _ in range(3)),
        return_exceptions=True,
    )
    assert done[0] is None
    off = await stage.orders.get(order.id)
    assert off is not None
    assert (off.status, off.refund) == ("cancelled", "begun")
    await issue(stage, order.id)
    assert await grants_of(stage.database.pool, client.id, None, 9) == []


async def test_addresses_devices_and_the_list_are_gone_by(stage: Stage) -> None:
    goods = await new_goods(stage, 20)
    await rules(stage, {"kind": "address", "points": 70, "most": 2})
    one, *others = [Principal(f"user:{new_id()}", "user", frozenset(), "198.51.100.7")
                    for _ in range(5)]  # fmt: skip
    orders = [await paid(stage, goods, who) for who in (one, *others[:2])]
    for order in orders:
        await judge(stage, order.id, WORKER)
    # All three came from there by the time they were looked at.
    assert {(await found(stage, order)).status for order in orders} == {"held"}
    await listed(stage, "account", others[2].id, "allow")
    allowed = await paid(stage, goods, others[2])
    await judge(stage, allowed.id, WORKER)
    check = await found(stage, allowed)
    assert (check.status, check.reasons[0].rule, check.score) == ("passed", "allowed", 70)
    await listed(stage, "address", "198.51.100.7", "block")
    with pytest.raises(OrderDeclined):
        await reserve(stage, others[3], goods)
    await reserve(stage, others[2], goods)  # what is said of the account is nearer
    await listed(stage, "account", others[2].id, "block")
    with pytest.raises(OrderDeclined):
        await reserve(stage, others[2], goods)


async def test_a_shop_that_does_not_look_writes_nothing(stage: Stage) -> None:
    goods = await new_goods(stage, 5)
    order = await paid(stage, goods)
    await judge(stage, order.id, WORKER)
    await rules(stage, {"kind": "account", "points": 1, "most": 0}, on=False)
    other = await paid(stage, goods)
    await make_parcel(stage, STAFF, other.id, None, packed=True)
    assert await select(stage, "SELECT FROM order_origins") == []
    assert await check_of(stage.database.pool, other.id) is None
