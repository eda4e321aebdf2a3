"""The one SQLAlchemy metadata that every noun's tables are declared on."""

from typing import Any, Final

import sqlalchemy as sa

__all__ = ["TIME", "metadata", "written_at"]

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

TIME: Final = sa.DateTime(timezone=True)


def written_at(name: str) -> sa.Column[Any]:
    """When the row was written, by the database's clock."""
    return sa.Column(name, TIME, nullable=False, server_default=sa.func.clock_timestamp())
