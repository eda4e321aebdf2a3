"""What the buyer of an order agreed to when they paid: which texts of the shop's, by when each was
changed last, and when that was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import TIME, metadata

__all__ = ["AgreedText", "Agreement", "agreement_of", "keep_agreement"]

order_agreements = sa.Table(
    "order_agreements",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("agreed_at", TIME, nullable=False),
    sa.Column(
        "texts", pg.JSONB, nullable=False, comment="name, language, and when it was changed last"
    ),
)

# Whoever pays anew agrees anew; once it is paid, what was agreed to stays.
_KEEP: Final = sa.text("""
INSERT INTO order_agreements AS kept (order_id, agreed_at, texts)
SELECT id, clock_timestamp(), CAST(:texts AS jsonb) FROM orders WHERE id = :order
ON CONFLICT (order_id) DO UPDATE SET agreed_at = excluded.agreed_at, texts = excluded.texts
WHERE EXISTS (SELECT FROM orders WHERE id = kept.order_id AND status = 'pending')
""")
_OF: Final = sa.text("SELECT agreed_at, texts::text FROM order_agreements WHERE order_id = :order")


class AgreedText(Struct, frozen=True):
    """One text of the shop's, in one language, as it was changed last then."""

    name: str
    locale: str
    changed_at: datetime


class Agreement(Struct, frozen=True):
    agreed_at: datetime
    texts: tuple[AgreedText, ...]


_decode: Final = msgspec.json.Decoder(tuple[AgreedText, ...]).decode


async def keep_agreement(
    connection: AsyncConnection, order_id: UUID, texts: Sequence[AgreedText]
) -> None:
    """Now, in place of what was agreed to before, unless that has paid the order."""
    about = {"order": order_id, "texts": msgspec.json.encode(texts).decode()}
    await connection.execute(_KEEP, about)


async def agreement_of(connection: AsyncConnection, order_id: UUID) -> Agreement | None:
    """None where nobody was asked to agree to anything."""
    row = (await connection.execute(_OF, {"order": order_id})).first()
    return None if row is None else Agreement(row[0], _decode(row[1]))
