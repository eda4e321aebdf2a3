"""A body that is read piece by piece has its bound, and is no file until its end came."""

from collections.abc import Iterable

import pytest
from starlette.types import Message, Receive

from holdfast.api.contract.problems import BodyTooLarge, MalformedRequest
from holdfast.api.shell.admission import passing


def said(messages: Iterable[Message]) -> Receive:
    rest = iter(messages)

    async def receive() -> Message:
        return next(rest)

    return receive


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_it_comes_as_it_was_sent() -> None:
    receive = said([piece(b"ab", more=True), piece(b"", more=True), piece(b"c", more=False)])
    assert [one async for one in passing(receive, 3)] == [b"ab", b"c"]


async def test_too_much_and_too_little_of_it_end_it_early() -> None:
    large = said([piece(b"ab", more=True), piece(b"cd", more=True)])
    with pytest.raises(BodyTooLarge):
        [one async for one in passing(large, 3)]
    short = said([piece(b"ab", more=True), {"type": "http.disconnect"}])
    with pytest.raises(MalformedRequest):
        [one async for one in passing(short, 3)]
