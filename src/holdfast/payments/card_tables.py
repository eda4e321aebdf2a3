"""Rows about cards that providers keep for buyers: as whom a provider knows them, the payments that
may be made with them, and whose a card is that its provider knows by its id alone."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable

payment_customers = sa.Table(
    "payment_customers",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, nullable=False, comment="as whom the provider knows them"),
    written_at("created_at"),
)

payment_cards = sa.Table(
    "payment_cards",
    metadata,
    sa.Column("payment_id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False, comment="whose cards it may be paid with"),
    sa.Column(
        "save", sa.Boolean, nullable=False, comment="whether they asked for its card to be kept"
    ),
    sa.Column(
        "unattended",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="whether they agreed that it is charged while they are not there",
    ),
    sa.Column("card", sa.Text, comment="the one that is charged so, by the provider's own id"),
    sa.Column("order_id", sa.Uuid, comment="which that card pays"),
    sa.Column("nth", sa.SmallInteger, comment="charge of a kept card for that order"),
    sa.Index("uq_payment_cards_nth", "order_id", "nth", unique=True),
    comment="of two charges of kept cards at once one is refused by its number",
)
PAYMENT_CARDS: Final = RowTable(
    "payment_cards",
    ("payment_id", "owner", "save", "unattended", "card", "order_id", "nth"),
    ("uuid", "text", "boolean", "boolean", "text", "uuid", "smallint"),
)

# Until ``kept_at`` the page is open on which it is entered.
kept_cards = sa.Table(
    "kept_cards",
    metadata,
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("card", sa.Text, primary_key=True, comment="its provider's own id of it"),
    sa.Column("owner", sa.Text, nullable=False, comment="who asked for it to be kept"),
    sa.Column("payment_id", sa.Uuid, comment="that it was kept with; none: it was only entered"),
    sa.Column("brand", sa.Text, comment="in its provider's words"),
    sa.Column("last_digits", sa.Text),
    sa.Column("expires_month", sa.SmallInteger),
    sa.Column("expires_year", sa.SmallInteger),
    sa.Column(
        "unattended",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="whether its owner agreed that it is charged while they are not there",
    ),
    written_at("begun_at"),
    sa.Column("kept_at", TIME, comment="since when its provider keeps it"),
    sa.CheckConstraint(
        "(kept_at IS NULL AND num_nonnulls(brand, last_digits, expires_month, expires_year) = 0)"
        " OR (kept_at IS NOT NULL"
        " AND num_nulls(brand, last_digits, expires_month, expires_year) = 0)",
        name="kept",
    ),
    sa.Index("ix_kept_cards_owner", "owner"),
)

cards_forbidden = sa.Table(
    "cards_forbidden",
    metadata,
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("detail", sa.Text, nullable=False, comment="what it said of the shop's account"),
    written_at("told_at"),
)
