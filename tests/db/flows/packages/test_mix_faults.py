"""Mixes where something is amiss: the wire to the database is cut in the middle, wallets are a
service of their own, a job comes again when its key is long forgotten."""

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.packages.issuing import issue
from holdfast.flows.packages.paying import ways_of
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.sources import MixElsewhere, Source
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.mixing import pay_mixed
from holdfast.packages import Item, grants_of
from tests.db.flows.booking.making import a_taking, book, cells_now, in_minutes
from tests.db.flows.buying import a_customer, state_now
from tests.db.flows.packages.having import HOURS, VOUCHER, bought, has, left_of_all, pay
from tests.db.flows.packages.test_mixes import MINUTES, PRICE, a_purse, modelled, now, sources_of
from tests.db.flows.stage import Stage, opened_stage
from tests.support.wire import Moment, Wire

LANE = "holdfast ledger"


@pytest.mark.parametrize("moment", Moment)
async def test_a_mix_is_taken_and_given_back_once_though_the_wire_is_cut(
    wire: Wire, moment: Moment
) -> None:
    async with opened_stage(wire.url, 1) as stage:
        purse = await a_purse(stage, 30, 1000, 1000, 10)
        taking = a_taking(start=in_minutes(600), minutes=MINUTES)
        placed = await book(stage, purse.client, taking, price=PRICE)
        caller = Caller(purse.client, key=Key(f"mix|{moment.value}", b"the same"))
        sources = sources_of(purse, list(purse.full))

        async def mixed() -> PaymentBegun:
            return await pay_mixed(stage, caller, placed.reservation_id, sources, "scripted")

        stage.provider.begins = "pending"
        wire.cut(moment, application=LANE)
        begun = await mixed()
        wire.wait_cut()
        spent = {kind: units for kind, _, units in modelled(purse, list(purse.full), PRICE)}
        taken = {kind: full - spent[kind] for kind, full in purse.full.items()}
        assert await now(stage, purse) == taken
        assert (await mixed()).payment_id == begun.payment_id
        assert await now(stage, purse) == taken

        stage.provider.decide(placed.reservation_id, "failed")
        wire.cut(moment, application=LANE)
        with pytest.raises(Exception, match="declined"):
            await confirm_order(
                stage, Caller(purse.client), placed.reservation_id, begun.payment_id
            )
        wire.wait_cut()
        assert await now(stage, purse) == purse.full
        assert await state_now(stage, placed) == ("cancelled", "unpaid", "done")
        assert await cells_now(stage, taking) == {(0, 0)}
        assert await left_of_all(stage, placed.order_id) == {}


async def test_where_wallets_are_a_service_of_their_own_hours_and_certificates_mix(
    database_url: str,
) -> None:
    async with opened_stage(database_url, 1, by_message=True) as stage:
        client = a_customer()
        hours, certificate = await bought(
            stage,
            client,
            Item(kind="hours", units=30, price=1000),
            Item(kind="certificate", units=1000, price=1000),
        )
        taking = a_taking(start=in_minutes(600), minutes=MINUTES)
        placed = await book(stage, client, taking, price=PRICE)
        ours = [Source("hours", hours), Source("certificate", certificate)]
        for other in (Source("wallet"), Source("points")):
            with pytest.raises(MixElsewhere) as refused:
                await pay(stage, client, placed, *ours, other, provider="scripted")
            assert (refused.value.status, refused.value.code) == (409, "mix-elsewhere")
        assert (await has(stage, hours), await has(stage, certificate)) == (30, 1000)
        _, due, ways = await ways_of(stage, client, placed.reservation_id)
        assert (due, sorted(way.source.kind for way in ways)) == (PRICE, ["certificate", "hours"])

        begun = await pay(stage, client, placed, *ours, provider="scripted")
        await confirm_order(stage, Caller(client), placed.reservation_id, begun.payment_id)
        assert await state_now(stage, placed) == ("paid", None, "none")
        assert (await has(stage, hours), await has(stage, certificate)) == (0, 0)


async def test_what_was_bought_is_issued_once_though_its_key_is_long_forgotten(
    stage: Stage,
) -> None:
    client = a_customer()
    first, *_ = await bought(stage, client, HOURS, VOUCHER)
    stage.altered.add("sealed")
    await stage.database.pool.execute("DELETE FROM ledger_idempotency")
    await issue(stage, first.order_id)
    mine = await grants_of(stage.database.pool, client.id, None, 10)
    assert [(one.kind, one.units) for one in mine] == [("certificate", 10_000), ("hours", 600)]
