"""What payment providers and carriers send by themselves: how it comes, what refuses it."""

from typing import Final, Literal

from fastapi import Request

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import BodyTooLarge, RateLimited
from holdfast.api.contract.uploads import Upload
from holdfast.api.shell.dependencies import exchange
from holdfast.flows.commit.heard import (
    EventTooOld,
    EventUnreadable,
    EventUnsigned,
    HookNotFound,
)
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy

__all__ = ["EVENT", "EVENT_REFUSALS", "EventAnswer", "headers_of"]

EVENT: Final = Upload(64 * 1024, ("",), seconds=20.0)
"""Of whatever media type its sender likes."""
EVENT_REFUSALS: Final = (
    HookNotFound, EventUnsigned, EventUnreadable, EventTooOld, BodyTooLarge, RateLimited, TooBusy,
    OutcomeUnknown,
)  # fmt: skip


class EventAnswer(Answer):
    """`unknown`: it is about nothing of this shop's."""

    status: Literal["taken", "repeated", "unknown"]


def headers_of(request: Request) -> dict[str, str]:
    """By their names in lower case."""
    headers = exchange(request).headers
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
