"""Money of whoever the shop keeps it for is moved as it stands, or not at all: who is crowded out
is told to try again, and what was noted wrongly is taken back once."""

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.handing_over import (
    CashHanded,
    HandedTakenBack,
    hand_over_cash,
    take_back_handed,
)
from holdfast.flows.selling.money_moves import MoneyMove, move_money
from holdfast.flows.selling.payouts import pay_payout, propose_payout
from holdfast.flows.selling.writing_off import write_off
from holdfast.flows.staff.orders import refund
from holdfast.kit import Money, new_id
from holdfast.ledger import Accepted
from holdfast.sellers import Holder, HolderMoney
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.selling.selling import STAFF, set_up
from tests.db.flows.selling.sessions import a_crew, earned, journal, share, shares_are
from tests.db.flows.selling.test_sessions import booked, came
from tests.db.flows.stage import Stage


async def test_who_is_crowded_out_each_time_is_told_so_and_nothing_is_booked(stage: Stage) -> None:
    who, looks = Holder("resource", (await a_crew(stage))[0]), 0

    async def too_late(money: HolderMoney) -> MoneyMove:
        """Each time something comes between looking and booking."""
        nonlocal looks
        looks += 1
        command = Caller(STAFF.principal, "r").command(
            money.brought((1, "x/1")), (), f"x/{new_id()}"
        )
        assert isinstance(await stage.ledger.commit(command), Accepted)
        return MoneyMove(money.brought((500, "x/2")), (), f"x/{new_id()}")

    with pytest.raises(TooBusy) as told:
        await move_money(stage, STAFF, who, "EUR", too_late, CashHanded(new_id()))
    assert (told.value.status, told.value.code, told.value.headers) == (
        503, "busy", {"Retry-After": "1"},
    )  # fmt: skip
    assert looks > 1
    assert await journal(stage, who.id) == [1] * looks
    stage.altered.update(("account-of", "session-share"))


async def test_cash_that_was_noted_wrongly_is_owed_again_and_what_is_written_off_is_not(
    stage: Stage, database_url: str
) -> None:
    await shares_are(stage, 5000, 0)
    await set_up(stage, payout_hold_days=0)
    crew = await a_crew(stage)
    person = Holder("resource", crew[0])
    made = await booked(stage, *crew)
    await came(stage, made)
    await share(stage)
    out = await propose_payout(stage, STAFF, person, "EUR")
    await pay_payout(stage, STAFF, out.payout_id, "SEPA")
    await refund(stage, STAFF, made.order_id, 9000, "all of it")
    await share(stage)
    noted = await hand_over_cash(stage, STAFF, person.id, "EUR", 4000, "")
    await take_back_handed(stage, STAFF, person.id, noted.handed_id, "of somebody else")
    with pytest.raises(HandedTakenBack):
        await take_back_handed(stage, STAFF, person.id, noted.handed_id, "again")
    assert await earned(stage, person.id) == [-4500]
    assert (await audit_shop(database_url)).clean
    still = "UPDATE cash_handed SET status = 'noted'"
    found = await broken(database_url, still)
    assert "session-share" in {str(one.fault) for one in found.violations}
    await write_off(stage, STAFF, person, Money(4500, "EUR"), "They are gone")
    assert await earned(stage, person.id) == [0]
    assert (await money_of(stage.reader, person, "EUR")).owed.balance == 0
