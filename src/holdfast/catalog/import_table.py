"""The table of imports that were begun in the browser, by staff or by who works for a seller."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata

__all__ = ["imports"]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, TIME, nullable=False, server_default=sa.func.now())


imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.Text, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("file", sa.LargeBinary, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    _text("request"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False, server_default="check"),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("set_stock", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("fetch_images", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("location_id", sa.Uuid, comment="of its quantities; none: the first"),
    sa.Column("seller_id", sa.Uuid, comment="whose products alone it touches; none: the shop's"),
    sa.Column("lines_done", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("lines_all", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("kept_to", sa.Integer, comment="the try that keeps to the seller's products"),
    sa.Column("report", JSONB),
    _text("trouble"),
    _moment("created_at"),
    _moment("beat_at"),
    sa.CheckConstraint("phase IN ('check', 'import')", name="phase"),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    # A process that knows nothing of sellers cannot run a seller's file as the shop's own.
    sa.CheckConstraint(
        "seller_id IS NULL OR state <> 'running' OR coalesce(kept_to = tries, false)",
        name="kept_to",
    ),
    sa.Index(
        "ix_imports_open",
        "created_at",
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    ),
    # A seller has one at a time.
    sa.Index(
        "uq_imports_seller_open",
        "seller_id",
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    ),
)
