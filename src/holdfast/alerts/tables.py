"""A row for each alert that goes on, or of whose end nobody was told yet; and when of them was
told, within the hour."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata

shop_alerts = sa.Table(
    "shop_alerts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, server_default=sa.func.gen_random_uuid()),
    sa.Column("name", sa.Text, nullable=False, comment="what is wrong"),
    sa.Column("subject", sa.Text, nullable=False, comment="with what"),
    sa.Column("count", sa.Integer, nullable=False, comment="as it was seen when it began"),
    sa.Column("began_at", TIME, nullable=False, server_default=sa.func.now()),
    sa.Column("ended_at", TIME),
    sa.Column("known", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index(
        "uq_shop_alerts_open",
        "name",
        "subject",
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

alert_tellings = sa.Table(
    "alert_tellings",
    metadata,
    sa.Column("at", TIME, nullable=False, server_default=sa.func.now()),
    sa.Column("gathered", sa.Boolean, nullable=False, comment="one line about several"),
)
