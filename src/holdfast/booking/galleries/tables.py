"""A row for the gallery of a booking, and one for each of its pictures; what its client pays for
beside those that are included."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

galleries = sa.Table(
    "galleries",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("status", sa.Text, nullable=False, server_default="draft"),
    sa.Column("choose", sa.Integer, nullable=False, server_default="0"),
    sa.Column("delivered_at", TIME, comment="last; none: its client was shown nothing"),
    sa.Column("until_at", TIME, comment="then its pictures are deleted"),
    sa.Column("ending_told_at", TIME, comment="that this is soon"),
    written_at("changed_at"),
    sa.Column("further_price", sa.BigInteger, comment="of one more picture; none: not for sale"),
    sa.CheckConstraint(
        "status IN ('draft', 'choosing', 'chosen', 'delivered', 'ended')", name="status"
    ),
    sa.CheckConstraint("choose BETWEEN 0 AND 500", name="choose"),
    sa.CheckConstraint("further_price > 0", name="further_price"),
    sa.Index("ix_galleries_until_at", "until_at", postgresql_where=sa.text("status <> 'ended'")),
    comment="What photographers deliver to the clients of bookings",
)

gallery_pictures = sa.Table(
    "gallery_pictures",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, comment="made of what was sent"),
    sa.Column("title", sa.Text, nullable=False, comment="what the file was called"),
    sa.Column("place", sa.Text, nullable=False, comment="what its files' names have in common"),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("stand_in", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False, comment="of all its files"),
    sa.Column("state", sa.Text, nullable=False, server_default="unfinished"),
    sa.Column("shown_at", TIME, comment="none: its client does not see it yet"),
    sa.Column("favourite", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("sent_by", sa.Text, nullable=False),
    written_at("sent_at"),
    sa.CheckConstraint("part IN ('proof', 'final')", name="part"),
    sa.CheckConstraint("state IN ('unfinished', 'ready', 'going')", name="state"),
    sa.Index(
        "uq_gallery_pictures_name", "booking_id", "part", "name",
        unique=True, postgresql_where=sa.text("state <> 'going'"),
    ),
    sa.Index("ix_gallery_pictures_booking_id", "booking_id", "id"),
    sa.Index(
        "ix_gallery_pictures_left", "sent_at", postgresql_where=sa.text("state <> 'ready'")
    ),
    comment="The pictures of galleries; their files lie where pictures are kept",
)  # fmt: skip

further_pictures = sa.Table(
    "further_pictures",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="the order's"),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("price", sa.BigInteger, nullable=False, comment="of one, in minor units"),
    sa.Column("pictures", pg.JSONB, nullable=False, comment="their ids"),
    written_at("made_at"),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("status IN ('open', 'bought', 'dropped', 'returned')", name="status"),
    sa.CheckConstraint("price > 0", name="price"),
    sa.Index("ix_further_pictures_booking_id", "booking_id", "id"),
    comment="Orders of clients for more pictures than are included",
)

bought_pictures = sa.Table(
    "bought_pictures",
    metadata,
    sa.Column("picture_id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Index("ix_bought_pictures_order_id", "order_id"),
    comment="Pictures to choose from that are paid for, and so downloaded",
)

FURTHER_PICTURES: Final = RowTable(
    "further_pictures",
    ("id", "booking_id", "price", "pictures"),
    ("uuid", "uuid", "bigint", "jsonb"),
)
BOUGHT_PICTURES: Final = RowTable("bought_pictures", ("picture_id", "order_id"), ("uuid", "uuid"))
FURTHER_STATES: Final = StateTable(
    "further_pictures",
    "id",
    "status",
    {"ended_at": "timestamptz"},
    {"open": ("bought", "dropped"), "bought": ("returned",), "dropped": (), "returned": ()},
)
GALLERY_STATES: Final = StateTable(
    "galleries",
    "booking_id",
    "status",
    {},
    {
        "draft": ("choosing", "delivered", "ended"),
        "choosing": ("chosen", "delivered", "ended"),
        "chosen": ("choosing", "delivered", "ended"),
        "delivered": ("choosing", "ended"),
        "ended": (),
    },
)
PICTURE_STATES: Final = StateTable(
    "gallery_pictures",
    "id",
    "state",
    {},
    {"unfinished": ("ready", "going"), "ready": ("going",), "going": ()},
)
