"""Idempotency keys of requests: scoped to who asks and for what, checked against the body."""

import hashlib
from typing import Protocol

from msgspec import Struct

from holdfast.flows.refusals import refuse
from holdfast.ledger import KeyReused, LedgerReader

__all__ = ["Key", "Reads", "answered", "scoped_key"]


class Reads(Protocol):
    """Whatever reads the ledger: the platform, the treasury."""

    @property
    def reader(self) -> LedgerReader: ...


class Key(Struct, frozen=True):
    """``text`` is the key with its scope, ``digest`` that of the request's body."""

    text: str
    digest: bytes


def scoped_key(scope: str, owner: str, key: str | None, body: bytes) -> Key | None:
    """The key a client sent, as the ledger keeps it; None if it sent none."""
    if key is None:
        return None
    return Key(f"{scope}|{owner}|{key}", hashlib.blake2b(body, digest_size=16).digest())


async def answered(reads: Reads, key: Key) -> str | None:
    """What the key was answered with before, if it was. Raises a Problem if it was used for
    another request.

    Asked only when a request would be refused: what would be accepted, the ledger looks up."""
    record = await reads.reader.record(key.text)
    if record is None:
        return None
    if record.digest != key.digest:
        raise refuse(KeyReused())
    return record.answer
