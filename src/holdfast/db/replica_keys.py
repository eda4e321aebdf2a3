"""Which replica is read. Apart from what reads it: the supervisor starts without SQLAlchemy."""

from pydantic import BaseModel, Field

__all__ = ["ReplicaKeys"]


class ReplicaKeys(BaseModel):
    """A part of the settings."""

    database_replica_url: str = Field(
        "",
        description="A read replica of that PostgreSQL: lists of products, what is bought besides,"
        " feeds, staff's figures and exports are read there",
        repr=False,
    )
    database_replica_seconds: float = Field(
        5.0,
        ge=2,
        le=300,
        description="How late it may be; while it is later, or away, the database itself is read",
    )
