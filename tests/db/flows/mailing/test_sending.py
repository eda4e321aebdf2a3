"""One mail an event and person, by a real server that refuses, puts off, hangs and goes away."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from holdfast.flows.commit.caller import process
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.flows.stuck.mails import StuckMails
from holdfast.flows.stuck.thing import Which
from holdfast.kit import new_id
from holdfast.mail import Mail, Ready, SmtpConnection, SmtpServer, Way
from holdfast.worker import Mailer
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mail_server import MailServer
from tests.support.mailing_process import POLL, writer_of
from tests.support.patience import PATIENCE


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


def states(log: list[dict[str, Any]]) -> dict[str, str]:
    return {one["address"]: one["status"] for one in log}


async def test_whatever_a_server_does_each_mail_ends_as_it_should(office: PostOffice) -> None:
    """Taken; refused for good (a person sees why, and has it sent again); put off, and taken the
    second time; a server that hangs holds up nobody for long; one that has it and does not say so
    gets it again under the same Message-ID, and then a person decides."""
    people = ("good", "refused", "grey", "hangs", "silent", "words")
    orders = {}
    for name in people:
        user = await office.a_person(f"{name}@x.example", name.title())
        orders[name] = await office.orders_of(user, locale="ru" if name == "good" else "en")
    first: set[str] = set()

    def trouble(address: str) -> Any:
        name = address.partition("@")[0]
        again = name in first
        first.add(name)
        return {
            "refused": "refuse", "grey": "none" if again else "put-off",
            "hangs": "none" if again else "hang", "silent": "hang-after", "words": "bad-text",
        }.get(name, "none")  # fmt: skip

    office.server.trouble = trouble
    async with office.open():
        for name in people:
            await office.happens(orders[name])
        ended = {
            "good@x.example": "sent", "refused@x.example": "dead", "grey@x.example": "sent",
            "hangs@x.example": "sent", "silent@x.example": "dead", "words@x.example": "dead",
        }  # fmt: skip
        await office.until(lambda log: states(log) == ended, "all have ended")
        by_address = {one["address"]: one for one in await office.log()}
        refused, silent = by_address["refused@x.example"], by_address["silent@x.example"]
        assert refused["error"] == "550 5.1.1 no such mailbox"
        assert by_address["words@x.example"]["error"] == "554 5.6.0 not with these words"
        assert (refused["tries"], by_address["grey@x.example"]["tries"]) == (1, 2)
        assert by_address["hangs@x.example"]["tries"] == 1, "nobody's fault but the server's"
        assert "may have arrived" in silent["error"]
        assert silent["doubts"] == 3
        copies = office.server.to("silent@x.example")
        assert len(copies) == 3
        assert len({one.content for one in copies}) == 1, "the same bytes, the same Message-ID"
        (good,) = office.server.to("good@x.example")
        assert good.mail["Subject"] == f"Заказ {number(orders['good'][0])} оплачен"
        assert "https://shop.example/orders/" in good.text("plain")
        assert "Mug &lt;b&gt;" in good.text("html")
        assert "@shop.example>" in good.id

        office.server.trouble = lambda _: "none"
        stuck = StuckMails(office.parts.database)
        page, _ = await stuck.page(None, None, 50)
        assert {one.subject for one in page} == {
            "refused@x.example", "silent@x.example", "words@x.example",
        }  # fmt: skip
        one_page, cursor = await stuck.page("order-paid", None, 1)
        rest, end = await stuck.page("order-paid", cursor, 5)
        assert [*one_page, *rest] == page
        assert end is None
        assert await stuck.count() == {"order-paid": 3}
        (again,) = [one.id for one in page if one.subject == "refused@x.example"]
        assert await stuck.retry(Which([again]), process("staff")) == 1
        assert await stuck.retry(Which([again, "no id"]), process("staff")) == 0
        assert await stuck.give_up(Which(name="order-paid"), process("staff"), "old") == 2
        await office.until(
            lambda log: states(log)["refused@x.example"] == "sent", "staff had it sent again"
        )
    assert len(office.server.to("refused@x.example")) == 1


def number(order: Any) -> str:
    return f"N{order.hex[-7:]}"


async def test_a_server_that_is_away_is_no_mails_fault(office: PostOffice) -> None:
    """And what waited goes when it is back; who is told not to send sends nothing twice."""
    user = await office.a_person("ann@x.example")
    orders = await office.orders_of(user, 3)
    await office.server.stop()
    async with office.open():
        await office.happens(orders)
        await office.until(
            lambda log: len(log) == 3 and any(one["error"] for one in log), "it was tried"
        )
        assert {one["tries"] for one in await office.log(status="waiting")} <= {0}
        port = office.server.port
        office.server = MailServer()
        office.server.port = port
        await office.server.start()
        await office.until(lambda log: {one["status"] for one in log} == {"sent"}, "all were sent")
    assert len(office.server.took) == 3


async def test_what_nobody_expected_keeps_no_mail_for_the_length_of_a_claim(
    office: PostOffice,
) -> None:
    """Nothing was handed over: it goes with the next try."""
    before: list[Mail] = []

    class Stumbles(SmtpConnection):
        async def send(self, mail: Mail, ready: Ready, before_text: Any) -> bool:
            before.append(mail)
            if len(before) == 1:
                raise RuntimeError("stumbled")
            return await super().send(mail, ready, before_text)

    server = SmtpServer("127.0.0.1", office.server.port, "off", "", "", 1.0)
    longer_than_a_test = 2 * PATIENCE
    way = Way("mail", lambda: Stumbles(server), 1, longer_than_a_test)
    user = await office.a_person("ann@x.example")
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await office.happens(await office.orders_of(user))
    await drain(writer, office.parts.database)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as together:
        sending = together.create_task(Mailer(office.mailing, [way], poll=POLL).run(lambda: True))
        await office.until(lambda log: {one["status"] for one in log} == {"sent"}, "it went")
        sending.cancel()
    assert [one.tries for one in before] == [1, 2]
    assert len(office.server.took) == 1


async def test_who_reads_the_log_again_writes_nothing_and_who_has_no_address_gets_nothing(
    office: PostOffice,
) -> None:
    """One mail an event and person, whoever reads the events and how often; what is too many for
    one address, too late or for an address that is none is in the log, and is not sent."""
    ann = await office.a_person("ann@x.example")
    odd = await office.a_person("odd one@x.example")
    typed = await office.a_person("5@typed.invalid")
    many = await office.a_person("many@x.example")
    first = writer_of(office.mailing)
    await first.position(office.parts.database)
    for user in (ann, odd, typed):
        await office.happens(await office.orders_of(user))
    await office.happens(await office.orders_of(many, MOST_A_DAY + 2), paid=False)
    await drain(first, office.parts.database)
    log = await office.log()
    assert states(log) == {
        "ann@x.example": "waiting", "odd one@x.example": "dropped", "many@x.example": "dropped",
    } or len(log) == MOST_A_DAY + 4  # fmt: skip
    dropped = [one for one in log if one["status"] == "dropped"]
    assert sorted(one["error"] for one in dropped) == [
        "mail cannot go to this address",
        *["too many to this address in a day"] * 2,
    ]
    pool = office.parts.database.pool
    await pool.execute("UPDATE event_cursors SET era = 0, xid = '0', id = 0")
    await drain(writer_of(office.mailing), office.parts.database)
    assert await office.log() == log
    await pool.execute("UPDATE mails SET late_at = now() WHERE address = 'ann@x.example'")
    await pool.execute("UPDATE mails SET status = 'sent' WHERE address = 'many@x.example'")
    async with office.open():
        await office.until(
            lambda log: states(log)["ann@x.example"] == "dropped", "too late to be sent"
        )
    assert office.server.took == []


async def test_what_was_written_before_more_was_said_is_sent(office: PostOffice) -> None:
    """A row of the log from before an update says less than the new words ask for."""
    user = await office.a_person("early@x.example")
    orders = await office.orders_of(user)
    writer = writer_of(office.mailing)
    await writer.position(office.parts.database)
    await office.happens(orders)
    await drain(writer, office.parts.database)
    await office.parts.database.pool.execute(
        "UPDATE mails SET said = said #- '{order,delivery}' #- '{order,pickup}'"
    )
    async with office.open():
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "sent")
    (took,) = office.server.to("early@x.example")
    assert number(orders[0]) in str(took.mail["Subject"])


async def test_a_name_that_is_an_address_is_greeted_by_nobodys_mail(office: PostOffice) -> None:
    """Anybody orders in a stranger's name: the shop's mail is not to lead them elsewhere."""
    consumer = writer_of(office.mailing)
    await consumer.position(office.parts.database)
    for name in ("Your parcel waits at evil.example/pay", "Call me@evil.example", "Ann O. Lee"):
        user = await office.a_person(f"{new_id()}@x.example", name)
        await office.happens(await office.orders_of(user))
    await drain(consumer, office.parts.database)
    log = await office.log(kind="order-paid")
    assert sorted(row["name"] for row in log) == ["", "", "Ann O. Lee"]
    assert not any("evil" in str(row["said"]) for row in log)
