"""Webhooks to a real receiver in every kind of trouble: everything arrives, in order, signed."""

import asyncio
import random
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.sinks import Envelope, NotDelivered, Webhook, WebhookSigner
from tests.db.sinks.conftest import Written
from tests.db.sinks.delivering import delivering, none_waits
from tests.support.market import eventually
from tests.support.receiver import SECRET, Received, Receiver, Trouble, first_seen


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    running = await Receiver().start()
    yield running
    await running.stop()


def webhook(url: str, seconds: float = 60.0, secret: str = SECRET) -> Webhook:
    return Webhook(
        "platform", url, WebhookSigner([secret]), seconds=seconds, allowed=lambda _: True
    )


MESSAGE = Envelope("1-2-3", "holdfast.order.paid.v1", b'{"id":"1-2-3","subject":"a","type":"t"}')


async def refusal(sink: Webhook) -> str:
    with pytest.raises(NotDelivered) as told:
        await sink.send(MESSAGE)
    await sink.close()
    return str(told.value)


async def test_a_message_is_posted_with_its_signature(receiver: Receiver) -> None:
    sink = webhook(receiver.url)
    await sink.send(MESSAGE)
    await sink.close()
    (got,) = receiver.received
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert got.headers["webhook-id"] == got.id == "1-2-3"
    assert receiver.forged == 0


async def test_connections_are_kept(receiver: Receiver) -> None:
    sink = webhook(receiver.url)
    for _ in range(5):
        await sink.send(MESSAGE)
    assert len(receiver._open) == 1
    await sink.close()


async def test_a_receiver_that_knows_another_secret_refuses(receiver: Receiver) -> None:
    other = "whsec_" + "QUJD" * 11
    told = await refusal(webhook(receiver.url, secret=other))
    assert (told, receiver.forged, receiver.received) == ("answered 401", 1, [])


async def test_an_answer_of_500_is_told_with_its_first_words(receiver: Receiver) -> None:
    receiver.trouble = lambda _: "500"
    assert await refusal(webhook(receiver.url)) == "answered 500: not today"


async def test_who_does_not_answer_in_time_is_given_up(receiver: Receiver) -> None:
    receiver.trouble = lambda _: "slow"
    assert await refusal(webhook(receiver.url, seconds=0.2)) == "no answer in 0.2 s"


async def test_a_connection_lost_before_the_answer_is_a_failure(receiver: Receiver) -> None:
    receiver.trouble = lambda _: "lost"
    assert "the connection failed" in await refusal(webhook(receiver.url))
    assert len(receiver.received) == 1


async def test_nobody_there_is_a_failure(receiver: Receiver) -> None:
    await receiver.stop()
    assert "the connection failed" in await refusal(webhook(receiver.url))


async def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 307 Go\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(redirect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await refusal(webhook(f"http://127.0.0.1:{port}/")) == "answered 307"
    server.close()
    assert len(asked) == 1


async def answering(said: bytes, url: str = "http://127.0.0.1", **options: Any) -> Webhook:
    """A webhook whose receiver says this to whatever comes, and hangs up."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len(MESSAGE.body))
        writer.write(said)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0, **options)
    return webhook(f"{url}:{server.sockets[0].getsockname()[1]}/")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"HTTP/1.1 503 Oh\r\n\r\nuntil it closes", "answered 503: until it closes"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 2\r\n\r\nno",
         "answered 400: no"),
        (b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n",
         "answered 500: no"),
        (b"SSH-2.0-OpenSSH\r\n", "the connection failed: no HTTP"),
        (b"HTTP/1.1 ", "the connection failed: closed by the other side"),
        (b"HTTP/1.1 500 Oh\r\nX: " + b"x" * 100_000, "the connection failed: too much"),
    ],
)  # fmt: skip
async def test_strange_answers_are_refusals(said: bytes, told: str) -> None:
    assert told in await refusal(await answering(said))


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 202 OK\r\nContent-Length: 9\r\n\r\nsome"]
)
async def test_a_yes_is_a_yes_when_its_head_is_there(said: bytes) -> None:
    sink = await answering(said)
    for _ in range(3):
        await sink.send(MESSAGE)
    await sink.close()


async def test_a_connection_that_was_closed_for_want_of_use_costs_no_try() -> None:
    """The receiver hangs up on every second request of a connection, as one that is tired of it."""
    taken = 0

    async def tired(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len(MESSAGE.body))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        taken += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    server = await asyncio.start_server(tired, "127.0.0.1", 0)
    sink = webhook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    for _ in range(5):
        await sink.send(MESSAGE)
    assert taken == 5
    await sink.close()
    server.close()


async def test_an_answer_that_nobody_asked_for_is_no_other_message_s() -> None:
    """A receiver that says yes twice, and later no: the no is heard."""
    refused = Envelope("refused", MESSAGE.type, MESSAGE.body)

    async def say_too_much(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        yes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        while head := await reader.readuntil(b"\r\n\r\n"):
            await reader.readexactly(len(MESSAGE.body))
            no = b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"
            writer.write(no if b"webhook-id: refused" in head else yes * 2)

    server = await asyncio.start_server(say_too_much, "127.0.0.1", 0)
    sink = webhook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", seconds=10)
    for _ in range(3):
        await sink.send(MESSAGE)
        sent = [sink.send(one) for one in (MESSAGE, refused)]
        taken, told = await asyncio.gather(*sent, return_exceptions=True)
        assert (taken, str(told)) == (None, "answered 500")
    await sink.close()
    server.close()


async def test_a_name_with_several_addresses_is_reached_at_any_of_them(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first one nobody is there."""

    async def several(host: str, port: int, **_: Any) -> list[Any]:
        assert host == "platform.example"
        return [(2, 1, 6, "", (place, port)) for place in ("127.0.0.77", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", several)
    sink = webhook(f"http://platform.example:{receiver.port}/")
    await sink.send(MESSAGE)
    await sink.close()
    assert len(receiver.received) == 1


async def test_a_certificate_is_checked_and_one_s_own_authority_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    yes = b"HTTP/1.1 200 OK\r\n\r\n"
    strange = await answering(yes, "https://localhost", ssl=serving)
    assert "certificate verify failed" in await refusal(strange)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    known = await answering(yes, "https://localhost", ssl=serving)
    await known.send(MESSAGE)
    await known.close()
    other_name = await answering(yes, "https://127.0.0.1", ssl=serving)
    assert "certificate verify failed" in await refusal(other_name)


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 500 Oh\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 10_000)
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    told = await refusal(webhook(f"http://127.0.0.1:{port}/"))
    server.close()
    assert told == "answered 500: " + "x" * 200


@pytest.mark.parametrize(
    "place", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"]
)
async def test_private_addresses_are_not_called(place: str, receiver: Receiver) -> None:
    sink = Webhook("w", f"http://{place}:{receiver.port}/", WebhookSigner([SECRET]), seconds=3.0)
    assert "does not lead to a public address" in await refusal(sink)
    assert receiver.received == []


async def test_everything_arrives_in_order_whatever_the_receiver_is_in(
    written: Written, receiver: Receiver
) -> None:
    """Down, slow, 500, a connection lost before and in the middle of a 200, at random."""
    chance = random.Random(5)
    kinds: list[Trouble] = ["none", "none", "none", "500", "slow", "lost", "cut"]
    seen: set[Trouble] = set()

    def trouble(_: Received) -> Trouble:
        found = chance.choice(kinds)
        seen.add(found)
        return found

    receiver.trouble = trouble
    sink = webhook(receiver.url, seconds=0.2)
    async with delivering(written, sink) as deliverer:
        for _ in range(3):
            await written.message(*(f"order-{number}" for number in range(40)))
        for turn in range(400):
            if turn % 10 == 5:
                await receiver.stop()
            if turn % 10 == 6:
                await receiver.start()
            if await written.waiting() == 0:
                break
            written.pass_by(30)
            deliverer.wake()
            await asyncio.sleep(0.05)
        receiver.trouble = lambda _: "none"
        await receiver.stop()
        await receiver.start()
        written.pass_by(3600)
        await none_waits(written)
    await sink.close()
    assert first_seen(receiver.received) == written.ids
    assert receiver.forged == 0
    assert len(receiver.received) > 120
    assert seen == set(kinds)
    in_order = [written.ids[one.order].index(one.id) for one in receiver.received]
    for order in written.ids:
        of_it = [
            place
            for place, one in zip(in_order, receiver.received, strict=True)
            if one.order == order
        ]
        assert of_it == sorted(of_it), order


async def test_an_order_that_the_receiver_chokes_on_does_not_hold_up_the_others(
    written: Written, receiver: Receiver
) -> None:
    receiver.trouble = lambda got: "slow" if got.order == "order-0" else "none"
    sink = webhook(receiver.url, seconds=0.2)
    for _ in range(2):
        await written.message(*(f"order-{number}" for number in range(100)))
    async with delivering(written, sink):

        async def others_are_through() -> bool:
            written.pass_by(10)  # whoever was too slow on a busy machine comes again
            return await written.waiting() == 2

        await eventually(others_are_through, 60, "all but one are through")

        async def one_is_in_trouble() -> bool:
            return set(await written.troubles()) == {"order-0"}

        await eventually(one_is_in_trouble, 60, "it is order-0 that is not")
    await sink.close()
