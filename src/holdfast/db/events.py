"""The event log: facts that others may read, written in the transaction they are facts of.

The log is ordered by ``(era, xid, id)``: the transaction that wrote an event, then its place in
it. A reader that stays below ``pg_snapshot_xmin(pg_current_snapshot())`` never misses one that
commits late (see :mod:`holdfast.db.cursors`). A restored dump starts transaction ids anew, and
those of a restored copy go on from where they were, as the original's did: so the order begins with
an era, which a restore raises (:func:`begin_era`), or who sees that there was one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import UserDefinedType

from holdfast.db.metadata import TIME, metadata, written_at

__all__ = [
    "CHANNEL", "EVENT_COLUMNS", "EVENT_DIGEST", "Fact", "Xid", "begin_era", "defaults_of",
    "event_eras", "event_row", "events", "open_era", "past_events",
]  # fmt: skip

CHANNEL: Final = "holdfast_events"
"""Notified (at most once a batch) when events were written."""

EVENT_COLUMNS: Final = ("type", "subject", "data", "request")
"""What a writer gives; era, transaction, place and time are the database's."""
EVENT_DIGEST: Final = "sha256(convert_to(ROW('event', type, subject, data, request)::text, 'UTF8'))"
"""What of an event the ledger's chain proves, as SQL."""


class Fact(Struct, frozen=True, rename="camel", omit_defaults=False):
    """What an event says beside its type and subject. Read elsewhere for years: fields are added,
    never renamed or taken away."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str]


_encode: Final = msgspec.json.Encoder().encode


def event_row(fact: Fact, subject: object, request: object) -> tuple[object, ...]:
    """A row of :data:`EVENT_COLUMNS`."""
    return fact.TYPE, str(subject), _encode(fact).decode(), request


@cache
def defaults_of(fact: type[Fact]) -> Mapping[str, Any]:
    """What an event says of fields that were added after it was written."""
    found: dict[str, Any] = {}
    for one in msgspec.structs.fields(fact):
        if one.default is not msgspec.NODEFAULT:
            found[one.encode_name] = msgspec.to_builtins(one.default)
        elif one.default_factory is not msgspec.NODEFAULT:
            found[one.encode_name] = one.default_factory()
    return found


class Xid(UserDefinedType[str]):
    """PostgreSQL's ``xid8``: a transaction id that never wraps, as text on this side."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


events = sa.Table(
    "events",
    metadata,
    sa.Column("era", sa.SmallInteger, nullable=False, server_default="1"),
    sa.Column("xid", Xid, nullable=False, server_default=sa.text("pg_current_xact_id()")),
    sa.Column(
        "id",
        sa.BigInteger,
        sa.Sequence("events_id_seq"),
        nullable=False,
        server_default=sa.text("nextval('events_id_seq'::regclass)"),
    ),
    written_at("at"),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("request", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_events_order", "era", "xid", "id"),
    sa.Index("ix_events_subject", "subject", "at"),
    postgresql_partition_by="RANGE (at)",
)

past_events = sa.Table(
    "past_events",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", TIME, nullable=False, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Index("ix_past_events_subject", "subject", "at"),
    comment="what pages tell for good of events that are dropped; of nobody's name or words",
)

event_eras = sa.Table(
    "event_eras",
    metadata,
    sa.Column("era", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("begun_at", TIME, nullable=False, server_default=sa.func.now()),
)


async def open_era(connection: AsyncConnection) -> int:
    """The era events are written in now; a new one if transaction ids went back (a restore).

    To be called before the first event is written (``migrate`` does).
    """
    era, restored = (
        await connection.execute(
            sa.text(
                """
                SELECT (SELECT max(era) FROM event_eras),
                       EXISTS (SELECT FROM events
                               WHERE era = (SELECT max(era) FROM event_eras)
                                 AND xid >= pg_snapshot_xmax(pg_current_snapshot()))
                    OR EXISTS (SELECT FROM event_cursors
                               WHERE era = (SELECT max(era) FROM event_eras)
                                 AND xid >= pg_snapshot_xmax(pg_current_snapshot()))
                """
            )
        )
    ).one()
    return await begin_era(connection) if restored else int(era)


async def begin_era(connection: AsyncConnection) -> int:
    """From now on events are written in a new era, so that none is called what another was that is
    not here and was told elsewhere."""
    era = int(await connection.scalar(sa.select(sa.func.max(event_eras.c.era))) or 0) + 1
    await connection.execute(sa.insert(event_eras).values(era=era))
    await connection.execute(sa.text(f"ALTER TABLE events ALTER COLUMN era SET DEFAULT {era:d}"))
    return era
