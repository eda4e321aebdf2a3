"""People are told by the shop's app, through a real server that answers as Firebase Cloud Messaging
does; and what a kill in between does."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from holdfast.flows.mailing.devices import AppOff, devices, register_device
from holdfast.flows.mailing.wanting import want_kind
from holdfast.mail import MOST_DEVICES
from tests.db.event_log import drain
from tests.db.flows.mailing.phones import a_phone, registered, showing
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_kills import reads_along
from tests.support.fcm import FcmServer, fcm_refusal
from tests.support.mailing_process import start_mailing, writer_of
from tests.support.patience import PATIENCE
from tests.support.site import Asked, Told

DAY = 24 * 3600


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        object.__setattr__(opened.mailing, "sender", None)
        object.__setattr__(opened.mailing, "push", None)
        object.__setattr__(opened.mailing, "app", True)
        yield opened


@pytest.fixture
def server() -> Iterator[FcmServer]:
    with FcmServer() as opened:
        yield opened


async def test_what_happened_is_told_once_by_each_phone_of_its_person(
    office: PostOffice, server: FcmServer
) -> None:
    """In their language, with where it leads; read again, nothing more. Who wants none of a kind
    is not told, and what nobody needs wakes no phone."""
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example", "Ben")
    phones = [await a_phone(office, server, ann) for _ in range(2)]
    bens, database = await a_phone(office, server, ben), office.parts.database
    await want_kind(database, f"user:{ben}", "order-paid", "app", wanted=False)
    (order,) = await office.orders_of(ann, locale="ru")
    async with showing(office, server):
        await office.happens([order])
        await office.happens(await office.orders_of(ben))
        await office.until(
            lambda log: sorted(one["status"] for one in log) == ["dropped", "sent", "sent"], "ended"
        )
        await database.pool.execute("UPDATE event_cursors SET era = 0, xid = '0', id = 0")
        await drain(writer_of(office.mailing), database)
    assert len(await office.log()) == 3
    number = f"N{order.hex[-7:]}"
    for phone in phones:
        (told,) = server.to(phone)
        assert (told.title, told.body) == (
            f"Заказ {number} оплачен", f"Мы получили оплату заказа {number}.",
        )  # fmt: skip
        one = told.data["id"]
        assert told.data == {
            "id": one, "kind": "order-paid", "url": f"/orders/{order}", "lang": "ru",
        }  # fmt: skip
        assert told.android["priority"] == "HIGH"
        assert (told.android["collapse_key"], told.android["notification"]["tag"]) == (one, one)
        assert 0 < told.seconds <= 3 * DAY
        headers = told.apns["headers"]
        assert (headers["apns-priority"], headers["apns-collapse-id"]) == ("10", one)
        assert 0 < int(headers["apns-expiration"]) - time.time() <= 3 * DAY
    assert server.to(bens) == []
    assert server.signed_in <= 2, "each lane once"


async def test_an_app_that_is_not_there_is_forgotten_and_the_others_are_told(
    office: PostOffice, server: FcmServer
) -> None:
    """Uninstalled, another project's, no token at all: each is asked once."""
    user = await office.a_person("ann@x.example")
    phones = {name: await a_phone(office, server, user) for name in ("good", "gone", "another")}
    await registered(office, user, "no-token-of-firebase")
    server.gone.add(phones["gone"])
    server.of_others.add(phones["another"])
    async with showing(office, server):
        await office.happens(await office.orders_of(user))
        await office.until(
            lambda log: (
                sorted(one["status"] for one in log) == ["dropped"] * 3 + ["sent"]
            ), "all ended"
        )  # fmt: skip
        (left,) = await devices(office.parts.database, f"user:{user}")
        assert left.token == phones["good"]
        await office.happens(await office.orders_of(user))
        await asyncio.to_thread(server.hears, phones["good"], 1)
    assert server.asked == 5
    errors = sorted(one["error"] for one in await office.log(status="dropped"))
    assert ["INVALID_ARGUMENT" in errors[0], "SENDER_ID_MISMATCH" in errors[1],
            "UNREGISTERED" in errors[2]] == [True] * 3  # fmt: skip


@pytest.mark.parametrize(
    ("refused", "counts"),
    [
        (fcm_refusal(429, "RESOURCE_EXHAUSTED", "Slow", "QUOTA_EXCEEDED", after="1"), 2),
        (fcm_refusal(503, "UNAVAILABLE", "No", "UNAVAILABLE"), 2),
        (fcm_refusal(401, "UNAUTHENTICATED", "Request had invalid credentials."), 1),
        (fcm_refusal(403, "PERMISSION_DENIED", "The API is not enabled."), 1),
    ],
    ids=["429", "503", "401", "403"],
)
async def test_what_is_put_off_comes_later_and_an_account_that_is_not_taken_loses_nothing(
    office: PostOffice, server: FcmServer, refused: Told, counts: int
) -> None:
    asked: list[float] = []

    def trouble(_: Asked) -> Told | None:
        asked.append(time.monotonic())
        server.trouble = None
        return refused

    server.trouble = trouble
    user = await office.a_person("ann@x.example")
    phone = await a_phone(office, server, user)
    async with showing(office, server):
        await office.happens(await office.orders_of(user))
        await asyncio.to_thread(server.hears, phone)
        went = time.monotonic()
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is sent")
    assert refused.status != 429 or went - asked[0] >= 1.0, "it said when"
    (one,) = await office.log()
    assert (one["tries"], one["doubts"]) == (counts, 0)
    assert len(server.to(phone)) == 1


async def test_a_phone_is_its_last_ones_alone(office: PostOffice, server: FcmServer) -> None:
    """What waits for who had it before arrives nowhere; neither does what is for whoever may not
    log in any more. Of too many the first makes room."""
    database = office.parts.database
    ann, ben = await office.a_person("ann@x.example"), await office.a_person("ben@x.example")
    first = await a_phone(office, server, ann)
    for _ in range(MOST_DEVICES):
        last = await a_phone(office, server, ann)
    kept = await devices(database, f"user:{ann}")
    assert len(kept) == MOST_DEVICES
    assert first not in [one.token for one in kept]
    writer = writer_of(office.mailing)
    await writer.position(database)
    await office.happens(await office.orders_of(ann))
    await drain(writer, database)
    one = await registered(office, ben, last)
    again = await registered(office, ben, last, "Ben's phone")
    assert (again.id, again.created_at, again.name) == (one.id, one.created_at, "Ben's phone")
    assert one.id not in [before.id for before in kept]
    with pytest.raises(AppOff):  # a shop without a service account
        await register_device(database, None, f"user:{ben}", last, "Pixel", str(ben))
    await database.pool.execute("UPDATE users SET active = false WHERE id = $1", ben)
    assert await devices(database, f"user:{ben}") == []
    async with showing(office, server):
        await office.happens(await office.orders_of(ben))
        await office.until(
            lambda log: (
                len(log) == MOST_DEVICES and {row["status"] for row in log} == {"sent", "dropped"}
            ),
            "all have ended",
        )
    assert server.to(last) == []
    assert len(server.messages) == MOST_DEVICES - 1


async def test_a_device_ends_with_its_session(office: PostOffice, server: FcmServer) -> None:
    user = await office.a_person("ann@x.example")
    await a_phone(office, server, user)
    await office.parts.database.pool.execute("DELETE FROM sessions WHERE user_id = $1", user)
    assert await devices(office.parts.database, f"user:{user}") == []


async def test_killed_in_between_it_is_told_again_in_the_place_of_the_first(
    database_url: str, server: FcmServer
) -> None:
    """Nobody knows whether a phone has what was under way: by its tag it shows it once."""
    async with opened_office(database_url) as office:
        object.__setattr__(office.mailing, "app", True)
        user = await office.a_person("ann@x.example")
        phone = await a_phone(office, server, user)
        orders = await office.orders_of(user, 6)
        words = (database_url, office.server.port, server.account, server.url)
        process = await start_mailing(*words)
        killed: list[str] = []

        def seen(shown: Any) -> None:
            if len(server.messages) == 3 and not killed:
                killed.append(shown.data["id"])
                process.kill()

        server.seen = seen
        await reads_along(office)
        await office.happens(orders)
        deadline = time.monotonic() + PATIENCE * 2
        while len(await office.log(status="sent")) < 12:
            assert time.monotonic() < deadline, await office.log()
            if process.returncode is not None:
                process = await start_mailing(*words)
            await asyncio.sleep(0.1)
        process.kill()
        await process.wait()
        told = server.to(phone)
        assert len({one.android["notification"]["tag"] for one in told}) == 6, "one an event"
        assert killed
        assert 6 <= len(told) <= 8, "at most what two lanes were handing over"
