"""Rows of clients, of the accounts that are theirs, and of what staff have to do for them."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable

_STANDS = sa.text("merged_into IS NULL")
_OPEN = sa.text("done_at IS NULL")
_ON_BOARD = sa.text("away_at IS NULL")


def _key() -> tuple[sa.Column[str], sa.Column[bytes]]:
    return (
        sa.Column("key", sa.Text, unique=True, comment="of the request that made it"),
        sa.Column("digest", sa.LargeBinary, comment="of that request's body"),
    )


clients = sa.Table(
    "clients",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("email", sa.Text, nullable=False, server_default=""),
    sa.Column("phone", sa.Text, nullable=False, server_default=""),
    sa.Column("tags", pg.ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("consent", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("consent_at", TIME, comment="when it was last given or taken back"),
    sa.Column("consent_by", sa.Text),
    sa.Column("source", sa.Text, nullable=False, comment="staff, booking, file"),
    sa.Column("merged_into", sa.Uuid, index=True, comment="who it turned out to be"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("created_at"),
    *_key(),
    sa.CheckConstraint("source IN ('staff', 'booking', 'file')", name="source"),
    sa.CheckConstraint("merged_into <> id", name="merged_into"),
    sa.Index("ix_clients_email", sa.text("lower(email)"), postgresql_where=_STANDS),
    sa.Index("ix_clients_tags", "tags", postgresql_using="gin"),
    sa.Index(
        "ix_clients_name",
        sa.text("to_tsvector('simple'::regconfig, name)"),
        postgresql_using="gin",
        postgresql_where=_STANDS,
    ),
)

client_accounts = sa.Table(
    "client_accounts",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="as orders and bookings have it"),
    sa.Column("client_id", sa.Uuid, nullable=False, index=True),
)

NEW_CLIENTS: Final = RowTable(
    "clients",
    ("id", "name", "email", "phone", "source", "made_by"),
    ("uuid", "text", "text", "text", "text", "text"),
)
CLIENT_ACCOUNTS: Final = RowTable("client_accounts", ("owner", "client_id"), ("text", "uuid"))

client_notes = sa.Table(
    "client_notes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    *_key(),
    sa.Index("ix_client_notes_client_id", "client_id", "id"),
)

own_client_notes = sa.Table(
    "own_client_notes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, nullable=False, comment="whose own: photographer, studio"),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    written_at("written_at"),
    sa.Index("ix_own_client_notes_client_id", "client_id", "resource_id"),
)

client_tasks = sa.Table(
    "client_tasks",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    sa.Column("done_at", TIME),
    sa.Column("done_by", sa.Text),
    *_key(),
    sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done"),
    sa.Index("ix_client_tasks_client_id", "client_id", "id"),
    sa.Index("ix_client_tasks_open", "due_on", "id", postgresql_where=_OPEN),
)

client_requests = sa.Table(
    "client_requests",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("client_id", sa.Uuid, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("wanted_on", sa.Date, comment="the day the client asked for"),
    sa.Column("stage", sa.Text, nullable=False, server_default="new"),
    sa.Column("place", sa.Integer, nullable=False, comment="among those of its stage"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    written_at("moved_at"),
    sa.Column("away_at", TIME, comment="when it left the board"),
    *_key(),
    sa.CheckConstraint("stage IN ('new', 'offered', 'booked', 'shot', 'delivered')", name="stage"),
    sa.Index("ix_client_requests_board", "stage", "place", "id", postgresql_where=_ON_BOARD),
    sa.Index("ix_client_requests_client_id", "client_id", "id"),
)
