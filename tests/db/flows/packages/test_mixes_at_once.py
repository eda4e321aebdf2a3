"""One order paid by several requests at once, and with what somebody stopped just now: whoever
comes second is told what became of the order or of the certificate, not to try again."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AlreadyPaid, PaymentUnderWay
from holdfast.flows.packages.keeping import freeze
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.packages import Item
from tests.db.flows.booking.making import a_taking, book, in_minutes
from tests.db.flows.buying import a_customer, state_now
from tests.db.flows.packages.having import a_manager, bought, has, pay
from tests.db.flows.packages.test_mixes import MINUTES, PRICE
from tests.db.flows.stage import Stage

ENOUGH_FOR_ONE = Item(kind="certificate", units=PRICE + 100, price=1000)


async def test_of_many_payments_by_one_certificate_one_pays_and_the_others_hear_it_is_paid(
    stage: Stage,
) -> None:
    client = a_customer()
    (certificate,) = await bought(stage, client, ENOUGH_FOR_ONE)
    taking = a_taking(start=in_minutes(600), minutes=MINUTES)
    placed = await book(stage, client, taking, price=PRICE)
    found = await asyncio.gather(
        *(pay(stage, client, placed, Source("certificate", certificate)) for _ in range(8)),
        return_exceptions=True,
    )
    paid = [one for one in found if isinstance(one, PaymentBegun)]
    assert [one.status for one in paid] == ["succeeded"]
    told = [one for one in found if isinstance(one, AlreadyPaid | PaymentUnderWay)]
    assert len(told) == len(found) - 1, found
    assert await state_now(stage, placed) == ("paid", None, "none")
    assert await has(stage, certificate) == ENOUGH_FOR_ONE.units - PRICE


async def test_a_certificate_that_was_stopped_meanwhile_is_said_to_be(stage: Stage) -> None:
    client = a_customer()
    (certificate,) = await bought(stage, client, ENOUGH_FOR_ONE)
    taking = a_taking(start=in_minutes(600), minutes=MINUTES)
    placed = await book(stage, client, taking, price=PRICE)
    await freeze(stage, Caller(a_manager()), certificate.id, "lost")  # after it was named
    with pytest.raises(SourceRefused, match="stopped"):
        await pay(stage, client, placed, Source("certificate", certificate))
    assert await has(stage, certificate) == ENOUGH_FOR_ONE.units
