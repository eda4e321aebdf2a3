"""One push an event and browser, by a real push service that refuses, puts off, hangs and forgets;
and what a kill in between does."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from holdfast.flows.mailing.pushing import Asked, PushOff, keep_subscription, subscriptions
from holdfast.flows.mailing.wanting import want_kind
from holdfast.mail import MOST_BROWSERS, Browser
from holdfast.mail.subscriptions import browser_unanswered
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_kills import reads_along
from tests.support.mailing_process import KEY, mailing_on, start_mailing, writer_of
from tests.support.patience import PATIENCE
from tests.support.push_service import PushService, Subscribed
from tests.support.site import Told


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


async def a_browser(
    office: PostOffice, service: PushService, user: UUID, key: str = KEY.public
) -> Subscribed:
    browser = service.subscribe(key)
    given = Asked(**browser.given)
    await kept_for(office, user, given)
    return browser


async def kept_for(office: PostOffice, user: UUID, given: Asked) -> Browser:
    """In a session of theirs."""
    session = str(user)
    await office.parts.database.pool.execute(
        "INSERT INTO sessions (token_hash, user_id, expires_at)"
        " VALUES (sha256(convert_to($1, 'UTF8')), $2, now() + interval '1 day')"
        " ON CONFLICT DO NOTHING",
        session, user,
    )  # fmt: skip
    parts, owner = office.parts, f"user:{user}"
    return await keep_subscription(parts.database, office.mailing, owner, given, session)


async def of_browser(office: PostOffice, browser: Subscribed) -> dict[str, Any]:
    """Its one row of the log."""
    pool = office.parts.database.pool
    asked = (
        "SELECT m.* FROM mails m JOIN push_subscriptions s ON m.address = 'push/' || s.id"
        " WHERE s.endpoint = $1"
    )
    return dict(await pool.fetchrow(asked, browser.endpoint))


async def test_what_happened_is_told_once_by_mail_and_in_each_browser(
    office: PostOffice, service: PushService
) -> None:
    """In the same words, short; read again, nothing more is written. Who wants no pushes of a kind
    gets its mails, and the other way round no push names anybody."""
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example", "Ben")
    browsers = [await a_browser(office, service, ann) for _ in range(2)]
    bens = await a_browser(office, service, ben)
    database = office.parts.database
    await want_kind(database, f"user:{ben}", "order-paid", "push", wanted=False)
    (order,) = await office.orders_of(ann, locale="ru")
    async with office.open():
        await office.happens([order])
        await office.happens(await office.orders_of(ben))
        await office.until(
            lambda log: [one["status"] for one in log].count("sent") == 4, "both are told"
        )
        await database.pool.execute("UPDATE event_cursors SET era = 0, xid = '0', id = 0")
        await drain(writer_of(office.mailing), database)
    assert len(await office.log()) == 5
    assert len(office.server.took) == 2
    for browser in browsers:
        (told,) = service.to(browser)
        number = f"N{order.hex[-7:]}"
        assert told.data["title"] == f"Заказ {number} оплачен"
        assert told.data["body"] == f"Мы получили оплату заказа {number}."
        assert told.data["url"] == f"/orders/{order}"
        row = await of_browser(office, browser)
        assert (told.topic, told.data["id"]) == (row["id"].hex, str(row["id"]))
        assert 0 < told.ttl <= 3 * 24 * 3600
        assert told.urgency == "normal"
    assert service.to(bens) == []
    refused = await of_browser(office, bens)
    assert (refused["status"], refused["error"]) == ("dropped", "they want none of these")
    assert service.refused == []


async def test_whatever_a_push_service_does_each_push_ends_as_it_should(
    office: PostOffice, service: PushService
) -> None:
    """Gone: the browser is forgotten. Put off: again, not before it said. Refused for good: it
    ends, no task of staff's; for another key than ours, the browser is forgotten. One that hangs
    holds up nobody else, and is asked again under the same topic."""
    user = await office.a_person("ann@x.example")
    names = ("good", "gone", "busy", "broken", "large", "hangs", "cuts")
    browsers = {name: await a_browser(office, service, user) for name in names}
    stranger = await a_browser(office, service, user, key="another")
    browsers["gone"].gone = True
    name_of = {one.endpoint: name for name, one in browsers.items()}
    asked: dict[str, list[float]] = {}
    hangs = asyncio.Event()

    goes_on = service.trouble(browsers["good"])

    def trouble(browser: Subscribed) -> Told | None:
        name = name_of.get(browser.endpoint, "")
        times = asked.setdefault(name, [])
        times.append(time.monotonic())
        if name == "hangs" and len(times) == 1:
            deadline = time.monotonic() + PATIENCE
            while not hangs.is_set() and time.monotonic() < deadline:
                time.sleep(0.02)
        first = {
            "busy": Told(429, b"slow down", {"Retry-After": "1"}),
            "broken": Told(503, b"later"),
            "large": Told(413, b"too large"),
            "cuts": None,
        }
        return first[name] if name in first and len(times) == 1 else goes_on

    service.trouble = trouble
    async with office.open():
        await office.happens(await office.orders_of(user))
        open_states = ("waiting", "sending", "handing")
        await office.until(
            lambda log: len(log) == 9 and not any(one["status"] in open_states for one in log),
            "all have ended",
        )
    hangs.set()
    ended = {name: (await of_browser(office, browsers[name])) for name in names if name != "gone"}
    assert {name: row["status"] for name, row in ended.items()} == {
        "good": "sent", "busy": "sent", "broken": "sent", "large": "dropped", "hangs": "sent",
        "cuts": "sent",
    }  # fmt: skip
    assert ended["large"]["error"] == "413 too large"
    assert (ended["hangs"]["doubts"], ended["cuts"]["doubts"], ended["busy"]["doubts"]) == (1, 1, 0)
    assert asked["busy"][1] - asked["busy"][0] >= 1.0, "it said when"
    left = [one.endpoint for one in await subscriptions(office.parts.database, f"user:{user}")]
    assert {browsers["gone"].endpoint, stranger.endpoint}.isdisjoint(left)
    assert len(left) == 6
    assert sorted(one["error"] for one in await office.log(status="dropped")) == [
        "413 too large",
        "its push service does not know our key: 403 not the key that it was subscribed with",
        "the browser is not subscribed any more",
    ]


async def test_who_took_it_and_then_says_little_by_little_why_has_it(
    office: PostOffice, service: PushService
) -> None:
    """It is not in doubt, nor sent again."""
    asked: list[bytes] = []

    async def dribbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b".")
                await writer.drain()
                await asyncio.sleep(0.2)

    user = await office.a_person("ann@x.example")
    async with await asyncio.start_server(dribbles, "127.0.0.1", 0) as slow:
        port = slow.sockets[0].getsockname()[1]
        given = service.subscribe(KEY.public).given | {"endpoint": f"http://127.0.0.1:{port}/a"}
        await kept_for(office, user, Asked(**given))
        async with office.open():
            await office.happens(await office.orders_of(user))
            await office.until(
                lambda log: [one["status"] for one in log] == ["sent"] * 2, "mail and push are sent"
            )
    assert [one["doubts"] for one in await office.log()] == [0, 0]
    assert len(asked) == 1


async def test_the_inner_network_is_not_asked(office: PostOffice, service: PushService) -> None:
    """Not even by a name that leads there; after three days of that the browser is forgotten."""
    user = await office.a_person("ann@x.example")
    browser = await a_browser(office, service, user)
    pool = office.parts.database.pool
    office.mailing = mailing_on(office.parts, private=False)
    await pool.execute("UPDATE push_subscriptions SET unanswered_since = now() - interval '3 days'")
    async with office.open():
        await office.happens(await office.orders_of(user))
        await office.until(
            lambda log: any(one["status"] == "dropped" for one in log), "it is forgotten"
        )
    assert service.to(browser) == []
    assert service.refused == []
    assert await subscriptions(office.parts.database, f"user:{user}") == []


async def test_an_answer_that_stayed_away_weeks_ago_is_another_outage(
    office: PostOffice, service: PushService
) -> None:
    user = await office.a_person("ann@x.example")
    await a_browser(office, service, user)
    pool = office.parts.database.pool
    for days, kept in ((20, 1), (4, 0)):
        (browser,) = await subscriptions(office.parts.database, f"user:{user}")
        await pool.execute(
            "UPDATE push_subscriptions SET unanswered_since = now() - make_interval(days => $1)",
            days,
        )
        await browser_unanswered(pool, browser)
        assert len(await subscriptions(office.parts.database, f"user:{user}")) == kept


async def test_a_person_has_so_many_browsers_and_a_browser_one_person(
    office: PostOffice, service: PushService
) -> None:
    """The first makes room. Who logs in where somebody else was gets nothing of theirs; who may
    not log in any more is told nothing."""
    database = office.parts.database
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example")
    first = await a_browser(office, service, ann)
    for _ in range(MOST_BROWSERS):
        last = await a_browser(office, service, ann)
    kept = await subscriptions(database, f"user:{ann}")
    assert len(kept) == MOST_BROWSERS
    assert first.endpoint not in [one.endpoint for one in kept]
    writer = writer_of(office.mailing)
    await writer.position(database)
    await office.happens(await office.orders_of(ann))
    await drain(writer, database)
    taken = Asked(**last.given)
    one = await kept_for(office, ben, taken)
    with pytest.raises(PushOff):  # a shop without a key
        await keep_subscription(database, None, f"user:{ben}", taken, "")
    again = await kept_for(office, ben, taken)
    assert one.id == again.id
    assert one.id not in [before.id for before in kept]
    await database.pool.execute("UPDATE users SET active = false WHERE id = $1", ben)
    async with office.open():
        await office.happens(await office.orders_of(ben))
        await office.until(
            lambda log: (
                len(log) == 1 + MOST_BROWSERS
                and {row["status"] for row in log} == {"sent", "dropped"}
            ),
            "all have ended",
        )
    assert service.to(last) == []
    assert len(service.pushed) == MOST_BROWSERS - 1


async def test_killed_in_between_it_is_pushed_again_under_the_same_topic(
    database_url: str, service: PushService
) -> None:
    """Nobody knows whether a browser has what was under way: by its id it shows it once."""
    async with opened_office(database_url) as office:
        user = await office.a_person("ann@x.example")
        browser = await a_browser(office, service, user)
        orders = await office.orders_of(user, 6)
        process = await start_mailing(database_url, office.server.port)
        killed: list[str] = []

        def seen(pushed: Any) -> None:
            if len(service.pushed) == 3 and not killed:
                killed.append(pushed.topic)
                process.kill()

        service.seen = seen
        await reads_along(office)
        await office.happens(orders)
        deadline = time.monotonic() + PATIENCE * 2
        while len(await office.log(status="sent")) < 12:
            assert time.monotonic() < deadline, await office.log()
            if process.returncode is not None:
                process = await start_mailing(database_url, office.server.port)
            await asyncio.sleep(0.1)
        process.kill()
        await process.wait()
        told = service.to(browser)
        assert len({one.topic for one in told}) == 6, "one an event and browser"
        assert killed
        assert 6 <= len(told) <= 8, "at most what two lanes were handing over"
