"""Idempotency keys of requests: scoped to who asks and for what, checked against the body."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy, refuse
from holdfast.kit import Problem
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    KeyReused,
    Ledger,
    LedgerReader,
    RequestKey,
)

__all__ = [
    "AnswerOutdated", "Key", "ReadsLedger", "answered", "as_before", "digest_of", "keep",
    "scoped_key", "stored", "unless_done_before",
]  # fmt: skip

_Answer = TypeVar("_Answer")


class AnswerOutdated(Problem):
    """The request was done by an earlier version, whose answer this one cannot read."""

    status = 409
    code = "answer-outdated"
    title = "The request was done before an update"


class ReadsLedger(Protocol):
    """Whatever reads the ledger: the till, the treasury."""

    @property
    def reader(self) -> LedgerReader: ...


class Key(Struct, frozen=True):
    """``text`` is the key with its scope, ``digest`` that of the request's body."""

    text: str
    digest: bytes


def scoped_key(scope: str, owner: str, key: str, body: bytes) -> Key:
    """The key a client sent, as the ledger keeps it."""
    return Key(f"{scope}|{owner}|{key}", digest_of(body))


def digest_of(body: bytes) -> bytes:
    """By which another request under the same key is told."""
    return hashlib.blake2b(body, digest_size=16).digest()


async def answered(reads: ReadsLedger, key: Key) -> str | None:
    """What the key was answered with before, if it was. Raises a Problem if it was used for
    another request.

    Asked only when a request would be refused: what would be accepted, the ledger looks up."""
    record = await reads.reader.record(key.text)
    if record is None:
        return None
    if record.digest != key.digest:
        raise refuse(KeyReused(key.text))
    return record.answer


def stored(
    answer: str, kind: type[_Answer], of_id: Callable[[UUID], _Answer] | None = None
) -> _Answer:
    """An answer as the ledger kept it, maybe for a version before this one. Raises
    :class:`AnswerOutdated` if it cannot be read: what was done is not done again. ``of_id``: what
    was once an id alone."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(answer, type=kind)
    if of_id is not None:
        return of_id(stored(answer, UUID))
    raise AnswerOutdated(
        "It was done before the shop was updated, and is not done again. See your orders and your"
        " wallet for what came of it."
    )


async def as_before(
    reads: ReadsLedger, key: Key | None, refusal: Problem, kind: type[_Answer]
) -> _Answer:
    """What the key was answered with before, if it was, though the request is refused by now;
    otherwise raises the refusal, or a Problem if the key was used for another request."""
    if key is None or isinstance(refusal, TooBusy | OutcomeUnknown):
        raise refusal
    answer = await answered(reads, key)
    if answer is None:
        raise refusal
    return stored(answer, kind)


async def unless_done_before(reads: ReadsLedger, key: Key | None, refusal: Problem) -> None:
    """Raises the refusal, unless this very request was granted before."""
    if key is None or isinstance(refusal, TooBusy | OutcomeUnknown):
        raise refusal
    if await answered(reads, key) is None:
        raise refusal


async def keep(ledger: Ledger, asked: RequestKey) -> str:
    """Keep the key of a request that asks for what was done before it came; what it stands for.

    There is no effect that could come without it. Raises a Problem if the key was used for another
    request, or the store could not say."""
    outcome = await ledger.commit(Command(request_key=asked))
    if isinstance(outcome, Accepted):
        return asked.answer
    if isinstance(outcome, AlreadyDone):
        return outcome.answer
    raise refuse(outcome)
