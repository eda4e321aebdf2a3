"""Receipts as they are kept: what is said with a payment, from its begin; and of each part that is
taken, let go, given back or handed over, how much of each line it is, written before the provider
is asked.

Who writes a part holds the payment's own row, so parts come one by one, and of no line goes more
than is left of it.
"""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.ledger import Insert
from holdfast.payments.receipt import AHEAD, Receipt, Registration
from holdfast.payments.tables import RECEIPTS

ReceiptKind: TypeAlias = Literal["paid", "taken", "let-go", "refunded", "handed", "returned"]
"""``handed``: of what was paid ahead, what the buyer has now; ``returned``: what of a refund is of
that."""
ReceiptState: TypeAlias = Registration | Literal["by-hand"]
"""``canceled``: the tax service does not have it, and a person sees to it; then ``by-hand``."""

_SAID: Final = "SELECT said::text FROM receipts WHERE payment_id = $1 AND kind = 'paid'"
_LOCK: Final = sa.text("""
SELECT CAST(said AS text) FROM receipts WHERE payment_id = :payment_id AND kind = 'paid' FOR UPDATE
""")
_PARTS: Final = sa.text("""
SELECT kind, key, CAST(amounts AS text) AS amounts, registration, reference FROM receipts
WHERE payment_id = :payment_id AND kind <> 'paid' ORDER BY id
""")
_KEEP: Final = sa.text("""
INSERT INTO receipts (id, payment_id, kind, key, amounts, registration)
VALUES (:id, :payment_id, :kind, :key, CAST(:amounts AS jsonb), :registration)
""")
_DROP: Final = sa.text("""
DELETE FROM receipts WHERE payment_id = :payment_id AND key = :key AND kind <> 'paid'
""")
_RENAME: Final = sa.text("""
UPDATE receipts SET key = :key
WHERE payment_id = :payment_id AND (key = :refund OR starts_with(key, :refund || '/'))
  AND kind IN ('refunded', 'returned')
""")
_STATE: Final = """
SELECT registration FROM receipts
WHERE payment_id = $1 AND key = $2 AND registration IS NOT NULL
"""
_REFERENCE: Final = "SELECT reference FROM receipts WHERE payment_id = $1 AND key = $2"
_GIVEN: Final = """
SELECT coalesce(sum(CAST(one AS bigint)), 0)::bigint
FROM receipts r, jsonb_array_elements_text(r.amounts) AS one
WHERE r.payment_id = $1 AND r.key = $2 AND r.kind = 'refunded'
"""
_SENT: Final = sa.text("""
UPDATE receipts SET reference = :reference
WHERE payment_id = :payment_id AND key = :key AND kind = 'handed'
""")
_MODES: Final = " || ".join(f'@.mode == "{one}"' for one in AHEAD)
_AHEAD: Final = sa.text(f"""
SELECT r.payment_id, CAST(p.subject_id AS text) AS subject
FROM payments p JOIN receipts r ON r.payment_id = p.id AND r.kind = 'paid'
WHERE p.subject_id = ANY(CAST(:orders AS uuid[]))
  AND jsonb_path_exists(r.said, '$.lines[*] ? ({_MODES})')
""")
_NOTE: Final = """
UPDATE receipts SET registration = $3, noted_at = clock_timestamp()
WHERE payment_id = $1 AND key = $2 AND registration = 'pending'
"""
_BY_HAND: Final = sa.text("""
UPDATE receipts SET registration = 'by-hand', noted_at = clock_timestamp()
WHERE id = :id AND registration = 'canceled' RETURNING payment_id
""")
_NAMED: Final = sa.text("SELECT registration FROM receipts WHERE id = :id")
_MOST_TOLD: Final = 100
_TO_TELL: Final = sa.text("""
SELECT count(*) FROM (SELECT FROM receipts WHERE registration = 'canceled' LIMIT :most) AS found
""")
OF_PAYMENT: Final = ""
"""The key of what is said with the payment itself."""

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Receipt).decode
_decode_amounts: Final = msgspec.json.Decoder(list[int]).decode


class ReceiptPart(Struct, frozen=True):
    """So much of each line, in the lines' order. ``reference`` is the provider's id of a receipt
    that was made of it alone."""

    kind: ReceiptKind
    key: str
    amounts: list[int]
    registration: ReceiptState | None = None
    reference: str | None = None


class ReceiptNow(Struct, frozen=True):
    """What was said with a payment, and what became of it by now."""

    said: Receipt
    parts: list[ReceiptPart]

    def part(self, kind: ReceiptKind, key: str) -> ReceiptPart | None:
        """The one that is kept."""
        found = (one for one in self.parts if (one.kind, one.key) == (kind, key))
        return next(found, None)

    @property
    def to_take(self) -> list[int]:
        """What of each line is neither taken nor let go."""
        return self._less(self.said.amounts, "taken", "let-go")

    @property
    def to_refund(self) -> list[int]:
        """What of each line may still be given back: of what was taken, if that was a part."""
        taken = [one.amounts for one in self.parts if one.kind == "taken"]
        here = [sum(each) for each in zip(*taken, strict=True)] if taken else self.said.amounts
        return self._less(here, "refunded")

    @property
    def ahead(self) -> list[int]:
        """What of each line was paid ahead and is neither handed over nor given back."""
        returned = self._sum("returned")
        handed = self._sum("handed")
        lines = zip(self.said.lines, self.to_refund, returned, handed, strict=True)
        return [left + back - had if line.mode in AHEAD else 0 for line, left, back, had in lines]

    def to_hand(self, due: Sequence[int]) -> list[int]:
        """What of each line is handed over now: ``due`` is how much of it the buyer has."""
        handed = zip(due, self._sum("handed"), self.ahead, strict=True)
        return [min(max(has - before, 0), left) for has, before, left in handed]

    def of_handed(self, amounts: Sequence[int]) -> list[int]:
        """What of so much that goes back had been handed over: what had not goes back first."""
        pairs = zip(self.said.lines, amounts, self.ahead, strict=True)
        return [max(each - left, 0) if line.mode in AHEAD else 0 for line, each, left in pairs]

    @property
    def unsent(self) -> ReceiptPart | None:
        """What is handed over, and the provider may not know of it."""
        found = (one for one in self.parts if one.kind == "handed" and one.reference is None)
        return next((one for one in found if one.registration == "pending"), None)

    def _sum(self, kind: ReceiptKind) -> list[int]:
        amounts = [one.amounts for one in self.parts if one.kind == kind]
        return [sum(each) for each in zip(*amounts, strict=True)] or [0] * len(self.said.lines)

    def _less(self, amounts: list[int], *kinds: ReceiptKind) -> list[int]:
        for one in self.parts:
            if one.kind in kinds:
                amounts = [has - went for has, went in zip(amounts, one.amounts, strict=True)]
        return amounts


def with_receipt(payment_id: UUID, receipt: Receipt) -> Insert:
    """It is begun with this receipt."""
    row = (payment_id, payment_id, "paid", OF_PAYMENT, _text(receipt.amounts),
           _encode(receipt).decode(), "pending")  # fmt: skip
    return Insert(RECEIPTS, (row,))


class Receipts:
    """What was said with payments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, payment_id: UUID) -> Receipt | None:
        """None of a payment without one."""
        found: str | None = await self._database.pool.fetchval(_SAID, payment_id)
        return None if found is None else _decode(found)

    async def state(self, payment_id: UUID, key: str) -> ReceiptState | None:
        """Of what was said with it, or of a refund; None where nothing is to be registered."""
        found: ReceiptState | None = await self._database.pool.fetchval(_STATE, payment_id, key)
        return found

    async def reference(self, payment_id: UUID, key: str) -> str | None:
        """The provider's id of a receipt that was made by itself."""
        found: str | None = await self._database.pool.fetchval(_REFERENCE, payment_id, key)
        return found

    async def given_back(self, payment_id: UUID, key: str) -> int:
        """So much by the refund under this key."""
        found: int = await self._database.pool.fetchval(_GIVEN, payment_id, key)
        return found

    async def note(self, payment_id: UUID, key: str, state: Registration) -> None:
        """What the provider said became of it; a repetition changes nothing."""
        await self._database.pool.execute(_NOTE, payment_id, key, state)


async def receipt_now(connection: AsyncConnection, payment_id: UUID) -> ReceiptNow | None:
    """As it stands until the transaction ends; None of a payment without one."""
    about = {"payment_id": payment_id}
    said = (await connection.execute(_LOCK, about)).scalar()
    if said is None:
        return None
    rows = await connection.execute(_PARTS, about)
    parts = [
        ReceiptPart(kind, key, _decode_amounts(amounts), registration, reference)
        for kind, key, amounts, registration, reference in rows
    ]
    return ReceiptNow(_decode(said), parts)


async def keep_receipt_part(
    connection: AsyncConnection,
    payment_id: UUID,
    kind: ReceiptKind,
    key: str,
    amounts: Sequence[int],
) -> None:
    """So much of each line goes this way now. Of a refund and of what is handed over, it is to be
    registered."""
    registration = "pending" if kind in ("refunded", "handed") else None
    about = {"id": new_id(), "payment_id": payment_id, "kind": kind, "key": key,
             "amounts": _text(amounts), "registration": registration}  # fmt: skip
    await connection.execute(_KEEP, about)


async def drop_receipt_parts(connection: AsyncConnection, payment_id: UUID, key: str) -> None:
    """It was refused, so nothing went this way."""
    await connection.execute(_DROP, {"payment_id": payment_id, "key": key})


async def receipt_asked_again(
    connection: AsyncConnection, payment_id: UUID, refund: str, key: str
) -> None:
    """The provider is asked for the ``refund`` under another key now: it knows its receipt by
    that."""
    await connection.execute(_RENAME, {"payment_id": payment_id, "refund": refund, "key": key})


async def receipt_sent(
    connection: AsyncConnection, payment_id: UUID, key: str, reference: str
) -> None:
    """The provider has the receipt of what was handed over."""
    about = {"payment_id": payment_id, "key": key, "reference": reference}
    await connection.execute(_SENT, about)


async def paid_ahead(connection: AsyncConnection, orders: Sequence[str]) -> list[tuple[UUID, str]]:
    """The payments of these orders that paid for something before it was handed over, with their
    orders."""
    found = await connection.execute(_AHEAD, {"orders": list(orders)})
    return [(row.payment_id, row.subject) for row in found]


async def registered_by_hand(connection: AsyncConnection, receipt_id: UUID) -> UUID | None:
    """The payment of a receipt that a person has seen to; None if nobody has to."""
    found: UUID | None = (await connection.execute(_BY_HAND, {"id": receipt_id})).scalar()
    return found


async def receipt_named(connection: AsyncConnection, receipt_id: UUID) -> ReceiptState | None:
    """None if there is none, or nothing of it is to be registered."""
    found: ReceiptState | None = await connection.scalar(_NAMED, {"id": receipt_id})
    return found


async def receipts_to_tell(connection: AsyncConnection) -> int:
    """How many wait for a person."""
    found: int = (await connection.execute(_TO_TELL, {"most": _MOST_TOLD})).scalar_one()
    return found


def _text(amounts: Sequence[int]) -> str:
    return _encode(list(amounts)).decode()
