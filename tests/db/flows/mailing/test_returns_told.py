"""Who sent goods back hears once what goes back for them, in the mail that says how it adds up."""

import json
from typing import Any
from uuid import UUID

from holdfast.db.events import Fact
from holdfast.flows.commit.event_log import write_events
from holdfast.kit import new_id
from holdfast.payments import RefundBegun, RefundDone
from holdfast.returns import InspectedItem, ReturnInspected
from tests.db.flows.mailing.post_office import PostOffice, opened_office

ALL = 1350


async def told(office: PostOffice, order: UUID, *facts: Fact) -> None:
    """By one command."""
    async with office.parts.database.transaction() as connection:
        await write_events(connection, [(fact, order) for fact in facts])


def inspected(order: UUID, user: UUID) -> ReturnInspected:
    line = InspectedItem("Mug", {}, 1, 1, ALL, "")
    return ReturnInspected(
        return_id=new_id(),
        number=1,
        order_number="N1",
        owner=f"user:{user}",
        language="en",
        items=(),
        restocked=1,
        written_off=0,
        refunded=ALL,
        deducted=0,
        deduction="",
        currency="EUR",
        delivery=0,
        lines=(line,),
    )


async def test_what_goes_back_for_a_return_is_told_once_and_what_else_goes_back_beside_it(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office, office.open():
        user = await office.a_person("ann@test.example")
        order, other = await office.orders_of(user, 2)
        card, wallet = new_id(), new_id()
        await told(
            office,
            order,
            inspected(order, user),
            RefundBegun(card, 1000, "EUR"),
            RefundDone(wallet, 350, "EUR"),
        )
        await told(office, order, RefundDone(card, 1000, "EUR"))  # once its provider has answered
        await told(office, order, RefundDone(card, 200, "EUR"))  # staff were generous
        await told(office, order, RefundDone(card, 1000, "EUR", again=True))  # it had come back
        await told(office, other, RefundDone(card, 1000, "EUR"))
        await office.until(lambda log: len(log) == 6 and all(one["ended_at"] for one in log), "six")
        sent = [one for one in await office.log() if one["status"] == "sent"]
        amounts = [
            (one["kind"], one["said"]["fact"].get("refunded") or one["said"]["fact"]["amount"])
            for one in map(as_said, sent)
        ]
        assert sorted(amounts) == [
            ("order-refunded", 200),
            ("order-refunded", 1000),
            ("order-refunded", 1000),
            ("return-inspected", ALL),
        ]


def as_said(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"said": json.loads(one["said"])}
