"""Where stock lies. What lies there the ledger counts."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at

locations: Final = sa.Table(
    "locations",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False, server_default=""),
    sa.Column("country", sa.Text, comment="ISO 3166"),
    sa.Column("priority", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("postal_code", sa.Text, nullable=False, server_default=""),
    sa.Column("low_stock_at", sa.Integer, comment="None: as the variant or the shop says"),
    sa.Column("latitude", sa.Double, comment="degrees north; none: not known where it is"),
    sa.Column("longitude", sa.Double, comment="degrees east"),
    written_at("changed_at"),
    sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
    sa.CheckConstraint("priority >= 0", name="priority"),
    sa.CheckConstraint("low_stock_at >= 0", name="low_stock_at"),
    sa.CheckConstraint(
        "(latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90"
        " AND longitude BETWEEN -180 AND 180",
        name="position",
    ),
    comment="never deleted: the journal names them",
)

areas: Final = sa.Table(
    "areas",
    metadata,
    sa.Column("country", sa.Text, primary_key=True, comment="ISO 3166"),
    sa.Column("postal_code", sa.Text, primary_key=True, comment="letters and digits alone"),
    sa.Column("latitude", sa.Double, comment="degrees north; none: nobody knows"),
    sa.Column("longitude", sa.Double, comment="degrees east"),
    sa.Column("asked_at", TIME, nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position"),
    comment="where postal codes are, as a geocoder said",
)
