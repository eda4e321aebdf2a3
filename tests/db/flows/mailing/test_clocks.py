"""What is too late to be told the database's clock says, as it says when something happened."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from holdfast.kit import utc_now
from holdfast.kit.clock import set_shop_clock
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import opened_office
from tests.db.flows.mailing.test_goods import sent_all
from tests.support.mailing_process import mailer_on, writer_of


@contextmanager
def database_ahead(days: int) -> Iterator[None]:
    """The machine of who writes and sends is so far behind the database's."""
    set_shop_clock(utc_now() + timedelta(days=days), time.monotonic())
    try:
        yield
    finally:
        set_shop_clock(None)


async def test_what_is_too_late_by_the_database_s_clock_is_neither_written_nor_sent(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        database, writer = office.parts.database, writer_of(office.mailing)
        await writer.position(database)
        ann = await office.a_person("ann@x.example")
        early, late = await office.orders_of(ann, 2)
        await office.happens([early])
        await drain(writer, database)
        await office.happens([late])
        with database_ahead(days=4):
            await drain(writer, database)
            await sent_all(office, mailer_on(office.mailing, office.server.port))
        assert [one["status"] for one in await office.log()] == ["dropped"]
        assert office.server.took == []
