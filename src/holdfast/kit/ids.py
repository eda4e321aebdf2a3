"""Identifiers: UUIDv7 for machines, eight letters for people to read aloud."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

import uuid_utils
from asyncpg.pgproto import pgproto

__all__ = ["id_made_at", "new_id", "short_code", "time_of"]

# Crockford's alphabet: no I, L, O, U, so that nothing is misread or misheard.
_READABLE = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OF_BYTES = _READABLE * 8  # a letter for each byte, each of them as often


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): ordered by time, so that indexes grow at their end.

    It is of the kind the database's driver reads ids as: a UUID whose hash and text cost a tenth.
    """
    made: UUID = pgproto.UUID(uuid_utils.uuid7().bytes)
    return made


def id_made_at(moment: datetime) -> UUID:
    """A UUIDv7 as one made at ``moment`` would be."""
    seconds, nanos = int(moment.timestamp()), moment.microsecond * 1000
    made: UUID = pgproto.UUID(uuid_utils.uuid7(seconds, nanos).bytes)
    return made


def time_of(made: UUID) -> datetime:
    """When a UUIDv7 was made, by the clock of the machine that made it."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def short_code(length: int = 8) -> str:
    """Letters and digits a person can read aloud, e.g. ``7F3K9QZP`` (five bits each)."""
    return secrets.token_bytes(length).translate(_OF_BYTES).decode("ascii")
