"""Mails of times that somebody waited for."""

import json
from typing import Any

from holdfast.kit import new_id
from holdfast.waiting import TimeOffered
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import opened_office
from tests.db.flows.mailing.test_goods import happen, sent_all
from tests.support.mailing_process import mailer_on, writer_of
from tests.support.spring import MONDAY


async def test_who_is_offered_a_time_hears_what_of_the_goods_is_not_with_it(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        pool, writer = office.parts.database.pool, writer_of(office.mailing)
        await writer.position(office.parts.database)
        for address, missing in (("ann@x.example", [{"name": "Album", "quantity": 2}]),
                                 ("bob@x.example", [])):  # fmt: skip
            person = await office.a_person(address)
            (order,) = await office.orders_of(person)
            place, rows = new_id(), list[dict[str, Any]](missing)
            await pool.execute(
                "INSERT INTO waiting_line (id, owner, service_id, service_name, starts_at, ends_at,"
                " status, order_id, missing) VALUES ($1, $2, $1, 'Portrait', $3::timestamptz,"
                " $3::timestamptz + interval '1 hour', 'offered', $4, $5)",
                place, f"user:{person}", MONDAY, order, json.dumps(rows),
            )  # fmt: skip
            await happen(office, (TimeOffered(f"user:{person}", order, "Portrait", MONDAY), place))
        await drain(writer, office.parts.database)
        await sent_all(office, mailer_on(office.mailing, office.server.port))
        (ann,), (bob,) = (office.server.to(f"{one}@x.example") for one in ("ann", "bob"))
        assert "2 × Album" in ann.text("plain")
        assert "not with it" in ann.text("plain")
        assert "not with it" not in bob.text("plain")
        assert "Portrait" in bob.text("plain")
