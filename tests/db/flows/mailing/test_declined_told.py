"""Whose payment was declined reads that alone, of the first try as of the next; whose order still
waits for its money after some minutes, that it is placed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.kit import new_id
from holdfast.orders import OrderCancelled, OrderReserved
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_goods import happen
from tests.support.mailing_process import mailer_on, writer_of


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def stands(office: PostOffice, order: UUID, status: str, reason: str | None = None) -> None:
    await office.parts.database.pool.execute(
        "UPDATE orders SET status = $2, reason = $3,"
        " cancelled_at = CASE WHEN $3::text IS NULL THEN NULL ELSE created_at END WHERE id = $1",
        order, status, reason,
    )  # fmt: skip


async def test_a_declined_payment_is_one_mail_and_each_try_again_at_most_one(
    office: PostOffice,
) -> None:
    ann, bob = await office.a_person("ann@x.example"), await office.a_person("bob@x.example")
    first, again, by_hand = await office.orders_of(ann, 3)
    (others,) = await office.orders_of(bob)
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    reserved = OrderReserved(new_id(), 500, "EUR")
    declined = OrderCancelled("unpaid", "unpaid")
    await stands(office, first, "cancelled", "unpaid")
    for order in (again, by_hand, others):
        await stands(office, order, "pending")
    await happen(office, (reserved, first), (declined, first))
    await happen(office, *((reserved, order) for order in (again, by_hand, others)))
    await drain(writer, office.parts.database)

    placed = {one["subject_id"]: one for one in await office.log(kind="order-placed")}
    assert placed.keys() == {str(one) for one in (first, again, by_hand, others)}
    for one in placed.values():
        assert one["due_at"] > one["created_at"] + timedelta(minutes=2)

    await stands(office, again, "cancelled", "unpaid")
    await happen(office, (declined, again))
    await drain(writer, office.parts.database)
    await office.parts.database.pool.execute("UPDATE mails SET due_at = created_at")
    mailer = mailer_on(office.mailing, office.server.port)
    async with office.open(mailer):
        await office.until(
            lambda log: all(one["status"] in ("sent", "dropped") for one in log), "all are decided"
        )
    sent = {(one["kind"], one["subject_id"]) for one in await office.log(status="sent")}
    assert sent == {
        ("order-cancelled", str(first)),
        ("order-cancelled", str(again)),
        ("order-placed", str(by_hand)),
        ("order-placed", str(others)),
    }
