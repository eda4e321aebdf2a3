"""What customers keep with the shop (wallets, hours, certificates, points) as it pays, comes back
or is given; and what sellers, photographers and studios are owed. All of it from the journal.

The journal says what moved on one account. What an order paid by one's own stands on two: what the
order got for it, and what left the wallet or the package; so each is a document, and they meet on
an account between.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from holdfast.db.engine import Database
from holdfast.ledger import count_moved_between, moved_between
from holdfast.packages import (
    CERTIFICATE_PREFIX,
    HOURS_PREFIX,
    PackageTerms,
    lines_of_package,
)
from holdfast.payments import POINTS_OF_OURS, REFUND_NOTE, WALLET
from holdfast.sellers import (
    CASH,
    DISPUTE,
    FEE,
    HANDED,
    PAYOUT,
    SALE,
    SESSION,
    WRITE_OFF,
)
from holdfast.views.books.buyers import buyer_said
from holdfast.views.books.chart import Account
from holdfast.views.books.documents import Buyer, Document, Kind, Leg, document
from holdfast.views.books.provided import OF_AN_ORDER
from holdfast.views.books.refunds import taken_back
from holdfast.wallets import WALLET_PREFIX

__all__ = ["count_own", "own"]

_EARNED: Final = "earned/"
_SPENT: Final = "spent/"
_REFUNDABLE: Final = "refundable/"
_ORDER: Final = "order/"
_SOLD: Final = "world/packages"
_CORRECTION: Final = "world/correction"
_PREFIXES: Final = (
    WALLET_PREFIX, HOURS_PREFIX, CERTIFICATE_PREFIX, _SPENT, _REFUNDABLE, _EARNED,
)  # fmt: skip
_NUMBERS: Final = """
SELECT id, number FROM orders WHERE id = ANY($1::uuid[])
UNION ALL SELECT id, number FROM bookings WHERE id = ANY($1::uuid[])
"""
_PAYMENTS: Final = f"""
SELECT p.id, p.amount, p.currency, p.provider, a.at, {OF_AN_ORDER.format(at="a.at")}
FROM unnest($1::uuid[], $2::timestamptz[]) AS a (id, at) JOIN payments p ON p.id = a.id
LEFT JOIN orders o ON o.id = p.subject_id
WHERE p.source IS NOT NULL OR p.provider = '{WALLET}'
"""
_GRANTS: Final = """
SELECT g.id, g.currency, g.line, p.terms::text AS terms,
       coalesce((o.breakdown ->> 'beside_tax')::bigint, 0) AS tax
FROM package_grants g JOIN package_purchases p ON p.order_id = g.order_id
LEFT JOIN orders o ON o.id = g.order_id
WHERE g.id = ANY($1::uuid[])
"""
_terms: Final = msgspec.json.Decoder(PackageTerms).decode


class _Known(msgspec.Struct, frozen=True):
    """What the entries are about: payments by id and time, packages and numbers by id."""

    payments: dict[tuple[UUID, datetime], Any]
    grants: dict[UUID, Any]
    numbers: dict[UUID, str]

    def number(self, side: str) -> str | None:
        return self.numbers.get(found) if (found := _id_of(side)) else None


async def count_own(database: Database, begin: datetime, until: datetime) -> int:
    """Entries of a span."""
    return await count_moved_between(database, begin, until, _PREFIXES)


async def own(
    database: Database, begin: datetime, until: datetime, limit: int
) -> Iterator[Document]:
    """Those of a span."""
    rows = await moved_between(database, begin, until, _PREFIXES, limit)
    known = await _known(database, rows)
    made = (_OF[row["key"].partition("/")[0]](row, known) for row in rows)
    return (one for one in made if one is not None)


async def _known(database: Database, rows: Sequence[Any]) -> _Known:
    about = [
        (found, row["at"])
        for row in rows
        if row["key"].startswith((_SPENT, _REFUNDABLE)) and (found := _id_of(row["key"]))
    ]
    payments = await database.pool.fetch(
        _PAYMENTS, [one for one, _ in about], [at for _, at in about]
    )
    of_grants = (HOURS_PREFIX, CERTIFICATE_PREFIX)
    grants = [_id_of(row["key"]) for row in rows if row["key"].startswith(of_grants)]
    sides = [_id_of(row["counterparty"]) for row in rows]
    return _Known(
        {(row["id"], row["at"]): row for row in payments},
        {row["id"]: row for row in await database.pool.fetch(_GRANTS, grants)},
        {
            row["id"]: row["number"]
            for row in await database.pool.fetch(_NUMBERS, [one for one in sides if one])
        },
    )


def _id_of(key: str) -> UUID | None:
    """The id that a key, or the name of another side, ends with."""
    try:
        return UUID(key.rpartition("/")[2])
    except ValueError:
        return None


def _wallet(row: Any, known: _Known) -> Document | None:
    """What a provider paid into it stands with the provider's movements."""
    owner, _, currency = row["key"].removeprefix(WALLET_PREFIX).rpartition("/")
    side, change = row["counterparty"], row["change"]
    number = known.number(side) if side.startswith(_ORDER) else None
    other: Account = "customers"
    text = f"Wallet, order {number}"
    if not side.startswith(_ORDER):
        note = "" if side == _CORRECTION else row["note"] or ""  # which is what staff typed
        if note.startswith("payment/"):
            return None
        if note.startswith(REFUND_NOTE):
            text = "Wallet, paid in and given back by the provider"
        else:
            other, text = "credit", "Given to a wallet" if change > 0 else "Taken from a wallet"
    legs = (Leg(other, change), Leg("wallets", -change))
    return _document(row, "wallet", currency, legs, text, number, Buyer(owner))


def _grant(row: Any, known: _Known) -> Document | None:
    """By the share of its price that is left, as *owed to clients* has it, without the tax that was
    paid with it. One that staff gave is worth nothing in the books."""
    grant = known.grants.get(_id_of(row["key"]) or UUID(int=0))
    if grant is None:
        return None
    terms = _terms(grant["terms"])
    item = list(lines_of_package(terms))[grant["line"]]
    taxed = terms.for_sessions if item.is_taxed else 0
    cost = item.cost - (grant["tax"] * item.cost // taxed if taxed else 0)

    def value(units: int) -> int:
        worth: int = cost * units // item.units
        return worth

    moved = value(row["balance"]) - value(row["balance"] - row["change"])
    used = row["counterparty"].startswith(_ORDER)
    text = "Package used or given back" if used else "Package issued, returned or handed on"
    other: Account = "prepaid-used" if used else "packages"
    legs = (Leg(other, moved), Leg("prepaid", -moved))
    number = known.number(row["counterparty"]) if used else None
    return _document(row, "prepaid", grant["currency"], legs, text, number)


def _between(provider: str) -> Account:
    """Where what an order got, and what left a package, meet; points are a discount."""
    return "points" if provider == POINTS_OF_OURS else "prepaid-used"


def _spent(row: Any, known: _Known) -> Document | None:
    """An order is paid with hours, a certificate or points."""
    payment = known.payments.get((_id_of(row["key"]) or UUID(int=0), row["at"]))
    if payment is None or row["change"] < 0:
        return None
    amount = payment["amount"]
    legs = (Leg(_between(payment["provider"]), amount), Leg("customers", -amount))
    text = f"Paid by {payment['provider']}, order {payment['number']}"
    return _document(
        row, "prepaid", payment["currency"], legs, text, payment["number"],
        buyer_said(payment),
    )  # fmt: skip


def _refundable(row: Any, known: _Known) -> Document | None:
    """So much of what was paid by one's own goes back."""
    payment = known.payments.get((_id_of(row["key"]) or UUID(int=0), row["at"]))
    if payment is None or row["change"] > 0:
        return None
    amount, provider = -row["change"], payment["provider"]
    before = payment["amount"] - row["balance"] - amount
    other: Account = "customers" if provider == WALLET else _between(provider)
    legs = (*taken_back(payment, amount, before), Leg(other, -amount))
    if not payment["sells"] and other == "customers":
        return None
    return _document(
        row, "refund", payment["currency"], legs,
        f"Refund by {provider}, order {payment['number']}", payment["number"],
        buyer_said(payment), amount,
    )  # fmt: skip


def _seller(row: Any, known: _Known) -> Document | None:
    """What is lent to a seller, or paid back, is no movement of theirs."""
    side, change = row["counterparty"], row["change"]
    about: dict[str, tuple[Kind, Account, str]] = {
        SALE: ("seller", "sellers-share", "Sold for a seller"),
        DISPUTE: ("seller", "sellers-share", "Disputed, of a seller's sale"),
        SESSION: ("seller", "sellers-share", "Session of who was booked"),
        CASH: ("payout", "clearing", "Cash kept by who was booked,"),
        HANDED: ("payout", "clearing", "Cash handed over by who was booked,"),
        FEE: ("seller", "commission", "Commission"),
        PAYOUT: ("payout", "payouts", "Payout"),
        WRITE_OFF: ("seller", "written-off", "Debt written off"),
    }
    named = about.get(f"{side.partition('/')[0]}/")
    if named is None:
        return None
    kind, other, text = named
    number = known.number(side)
    said = f"{text} {number or side.rpartition('/')[2]}"
    currency = row["key"].rpartition("/")[2]
    return _document(
        row, kind, currency, (Leg(other, change), Leg("sellers", -change)), said, number
    )


def _document(
    row: Any,
    kind: Kind,
    currency: str,
    legs: Sequence[Leg],
    text: str,
    order: str | None,
    buyer: Buyer | None = None,
    total: int = 0,
) -> Document | None:
    """Numbered by its entry in the journal, which is there for good."""
    number = f"{row['key']}#{row['version']}"
    return document(number, row["at"], kind, currency, legs, text, order, total, None, buyer)


_OF: Final[dict[str, Callable[[Any, _Known], Document | None]]] = {
    "wallet": _wallet,
    "hours": _grant,
    "certificate": _grant,
    "spent": _spent,
    "refundable": _refundable,
    "earned": _seller,
}
