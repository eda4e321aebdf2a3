"""People are told by SMS, by a real server that answers as Twilio and SMS.RU do: at the number they
confirmed, or at the one that staff wrote down of a client without mail."""

import time
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import pytest

from holdfast.flows.mailing.mailing import Texting
from holdfast.flows.mailing.own_numbers import number_of
from holdfast.kit import new_id
from holdfast.mail import Sender
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.telephones import (
    KINDS,
    a_code,
    a_number,
    confirmed,
    heard,
    order_of_client,
    sending,
)
from tests.support.mailing_process import writer_of
from tests.support.site import Asked, Told
from tests.support.sms import SmsServer, twilio_refusal

ANN = "+447400123456"
BEN = "+79015550102"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        object.__setattr__(opened.mailing, "sender", None)
        object.__setattr__(opened.mailing, "push", None)
        object.__setattr__(opened.mailing, "sms", Texting(KINDS, "RU", 100, 10))
        yield opened


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with SmsServer() as opened:
        yield opened


async def test_what_happened_is_told_once_at_the_number_that_its_person_confirmed(
    office: PostOffice, sms: SmsServer
) -> None:
    """By title and link, in their language; of kinds that go by SMS; read again, nothing more."""
    user, database = await office.a_person("ann@x.example"), office.parts.database
    (order,) = await office.orders_of(user, locale="ru")
    async with sending(office, sms):
        await confirmed(office, sms, user, ANN)
        await office.happens([order])
        await office.happens([order], paid=False)  # of a kind that does not go by SMS
        told = await heard(sms, ANN, 1)
        await office.until(lambda log: {one["status"] for one in log} == {"sent"}, "all ended")
        await database.pool.execute("UPDATE event_cursors SET era = 0, xid = '0', id = 0")
        await drain(writer_of(office.mailing), database)
    assert told == f"Заказ N{order.hex[-7:]} оплачен\nhttps://shop.example/orders/{order}"
    assert len(sms.to(ANN)) == 2, "the code, and this"
    assert 0 < sms.messages[1].seconds <= 36_000, "none is of use for longer"


async def test_a_client_without_mail_is_told_at_the_number_that_staff_wrote_down(
    office: PostOffice, sms: SmsServer
) -> None:
    """By whom and when, and by no link: they have no page. Whoever has mail is told by mail; what
    is no mobile's is told nothing; numbers of Russia go by SMS.RU, where there is both."""
    object.__setattr__(office.mailing, "sender", Sender("orders@shop.example", ""))
    told = await order_of_client(office, phone="8 (901) 555-01-02")
    async with sending(office, sms, russia=True):
        await office.happens(
            [
                told,
                await order_of_client(office, phone="+44 7400 123456"),
                await order_of_client(office, phone="8 901 555-01-03", email="cleo@x.example"),
                await order_of_client(office, phone="+49 30 901820"),
            ]
        )
        await heard(sms, BEN)
        await heard(sms, ANN)
        await office.until(lambda log: {one["status"] for one in log} <= {"sent", "waiting"}, "so")
    log = await office.log()
    assert sorted(one["channel"] for one in log) == ["mail", "sms", "sms"]
    assert {(one.number, one.by) for one in sms.messages} == {(BEN, "sms.ru"), (ANN, "twilio")}
    assert sms.to(BEN) == [f"Holdfast: Order N{told.hex[-7:]} is paid"]


async def test_whoever_said_stop_is_told_nothing_more_until_they_ask_for_a_code(
    office: PostOffice, sms: SmsServer
) -> None:
    user, database = await office.a_person("ann@x.example"), office.parts.database
    async with sending(office, sms):
        await confirmed(office, sms, user, ANN)
        sms.opted_out.add(ANN)
        await office.happens(await office.orders_of(user))
        await office.until(lambda log: "dropped" in [one["status"] for one in log], "it is dropped")
        kept = await number_of(database, f"user:{user}")
        assert kept is not None
        assert kept.stopped
        asked = sms.asked
        await office.happens(await office.orders_of(user))
        sms.opted_out.clear()
        await a_code(office, user, ANN)
        await heard(sms, ANN, 1)
        await office.until(lambda log: log[-1]["status"] == "sent", "the code is sent")
        assert sms.asked == asked + 1, "but for the code nobody is asked"
        kept = await number_of(database, f"user:{user}")
        assert kept is not None
        assert not kept.stopped
        await office.happens(await office.orders_of(user))
        await heard(sms, ANN, 2)


async def test_a_number_that_is_none_is_not_tried_again(office: PostOffice, sms: SmsServer) -> None:
    sms.invalid.add(ANN)
    async with sending(office, sms):
        await office.happens([await order_of_client(office, phone=ANN)])
        await office.until(lambda log: [one["status"] for one in log] == ["dropped"], "dropped")
        await office.happens([await order_of_client(office, phone=ANN)])
        await office.until(lambda log: [one["status"] for one in log] == ["dropped"] * 2, "dropped")
    assert sms.asked == 1
    counted = await office.parts.database.pool.fetchval("SELECT sent FROM sms_days")
    assert counted == 0, "nobody pays for it"


@pytest.mark.parametrize(
    "refused",
    [
        twilio_refusal(20429, "Too many requests", 429, after="1"),
        twilio_refusal(20500, "Internal server error", 500),
        twilio_refusal(20003, "Authenticate", 401),
    ],
    ids=["429", "500", "401"],
)
async def test_what_is_put_off_goes_later_and_is_counted_once(
    office: PostOffice, sms: SmsServer, refused: Told
) -> None:
    """A key that is not taken holds all up, and loses none."""
    asked: list[float] = []

    def trouble(_: Asked) -> Told | None:
        asked.append(time.monotonic())
        sms.trouble = None
        return refused

    sms.trouble = trouble
    async with sending(office, sms):
        await office.happens([await order_of_client(office, phone=ANN)])
        await heard(sms, ANN)
        went = time.monotonic()
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is sent")
    assert refused.status != 429 or went - asked[0] >= 1.0
    assert await office.parts.database.pool.fetchval("SELECT sent FROM sms_days") == 1


async def test_who_hangs_up_leaves_a_doubt_and_is_asked_again_three_times_at_most(
    office: PostOffice, sms: SmsServer
) -> None:
    sms.trouble = lambda _: None
    async with sending(office, sms):
        await office.happens([await order_of_client(office, phone=ANN)])
        await office.until(lambda log: [one["status"] for one in log] == ["dead"], "given up")
    (one,) = await office.log()
    assert (one["doubts"], sms.asked) == (3, 3)
    assert "may have arrived" in one["error"]


async def test_a_number_gets_so_many_a_day(office: PostOffice, sms: SmsServer) -> None:
    object.__setattr__(office.mailing, "sms", Texting(KINDS, "", 100, 2))
    async with sending(office, sms):
        await office.happens([await order_of_client(office, phone=ANN) for _ in range(3)])
        await office.until(
            lambda log: sorted(one["status"] for one in log) == ["dropped", "sent", "sent"], "ended"
        )
        await office.parts.database.pool.execute("UPDATE sms_sent_to SET day = day - 1")
        await office.happens([await order_of_client(office, phone=ANN)])
        await heard(sms, ANN, 2)
    assert len(sms.to(ANN)) == 3


async def test_codes_take_half_of_a_number_and_a_quarter_of_a_day(
    office: PostOffice, sms: SmsServer
) -> None:
    """Strangers who ask for codes leave the rest to what clients are to be told."""
    object.__setattr__(office.mailing, "sms", Texting(KINDS, "", 12, 4))
    async with sending(office, sms):
        for name, number in (("a", ANN), ("b", ANN), ("c", ANN), ("d", BEN), ("e", BEN)):
            await a_code(office, await office.a_person(f"{name}@x.example"), number)
        await office.until(
            lambda log: len(log) == 5 and {one["status"] for one in log} <= {"sent", "dropped"},
            "all ended",
        )
        assert (len(sms.to(ANN)), len(sms.to(BEN))) == (2, 1)
        await office.happens([await order_of_client(office, phone=ANN) for _ in range(2)])
        await heard(sms, ANN, 3)
    assert await office.log(kind="sms-limit") == []


async def test_staff_are_told_once_that_no_more_goes_that_day_and_the_rest_waits(
    office: PostOffice, sms: SmsServer
) -> None:
    object.__setattr__(office.mailing, "sender", Sender("orders@shop.example", ""))
    object.__setattr__(office.mailing, "sms", Texting(KINDS, "", 2, 10))
    staff, pool = await office.a_person("staff@x.example"), office.parts.database.pool
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", staff)
    async with sending(office, sms):
        await office.happens([await order_of_client(office, phone=ANN) for _ in range(4)])
        await office.until(
            lambda log: any((one["kind"], one["channel"]) == ("sms-limit", "mail") for one in log),
            "staff are told",
        )
        await office.until(
            lambda log: sum("in a day went" in one["error"] for one in log) == 2, "two wait"
        )
        texts = await office.log(channel="sms")
        assert sorted(one["status"] for one in texts) == ["sent", "sent", "waiting", "waiting"]
        await pool.execute("UPDATE sms_days SET day = day - 1")
        await pool.execute("UPDATE mails SET due_at = now() WHERE channel = 'sms'")
        await office.until(lambda log: sum(one["status"] == "sent" for one in log) == 4, "next day")
    assert len(await office.log(kind="sms-limit")) == 1
    assert len(sms.to(ANN)) == 4


async def test_what_waits_for_a_number_that_is_left_goes_nowhere(
    office: PostOffice, sms: SmsServer
) -> None:
    """Nor to whoever confirms it next."""
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example")
    await a_number(office, ann, ANN)
    await writer_of(office.mailing).position(office.parts.database)
    await office.happens(await office.orders_of(ann))
    await drain(writer_of(office.mailing), office.parts.database)
    await a_number(office, ben, ANN)
    assert await number_of(office.parts.database, f"user:{ann}") is None
    async with sending(office, sms):
        await office.until(lambda log: [one["status"] for one in log] == ["dropped"], "dropped")
    assert sms.messages == []


async def test_whoever_may_not_log_in_is_told_nothing(office: PostOffice) -> None:
    user: UUID = await office.a_person("ann@x.example")
    await a_number(office, user, ANN)
    await office.parts.database.pool.execute("UPDATE users SET active = false")
    assert await number_of(office.parts.database, f"user:{user}") is None
    assert await number_of(office.parts.database, f"user:{new_id()}") is None
