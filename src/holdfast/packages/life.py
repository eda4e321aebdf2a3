"""The life of what was bought of a package, as riders, with the fact each move makes true. The
legal moves stand in ``GRANT_STATES``."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.packages.facts import (
    CertificateGiven,
    PackageExpired,
    PackageExpiring,
    PackageFrozen,
    PackageIssued,
    PackageProlonged,
    PackageThawed,
)
from holdfast.packages.grant import Gift, Grant, GrantStatus, NewPurchase
from holdfast.packages.tables import GRANT_STATES, GRANTS, PURCHASES

_encode: Final = msgspec.json.Encoder().encode


def _move(grant: Grant, to: GrantStatus, **also: object) -> Transition:
    return Transition(GRANT_STATES, grant.id, (grant.status,), to, tuple(also.items()))


def purchased(order_id: UUID, owner: str, new: NewPurchase) -> Insert:
    """An order is for a package, as it is now."""
    terms = _encode(new.terms).decode()
    gift = _gift_text(new.gift)
    return Insert(PURCHASES, ((order_id, new.package_id, owner, terms, gift),))


def issued(grants: Sequence[Grant]) -> tuple[Rider, ...]:
    """They are there."""
    rows = tuple(
        (
            one.id,
            one.kind,
            one.owner,
            one.package_id,
            one.order_id,
            one.line,
            one.name,
            one.units,
            one.currency,
            _encode(one.services).decode(),
            one.transferable,
            one.valid_until,
            one.grace_until,
            one.warn_at,
            one.came_from,
            _gift_text(one.gift),
            one.session_minutes,
            one.valid_from,
            one.taxed_when_used,
        )
        for one in grants
    )
    return Insert(GRANTS, rows), *(tell(_issued(one), one.id) for one in grants)


def _issued(one: Grant) -> PackageIssued:
    return PackageIssued(
        one.order_id,
        one.owner,
        one.kind,
        one.name,
        one.units,
        one.currency,
        one.valid_until,
        one.session_minutes,
    )


def _gift_text(gift: Gift | None) -> str | None:
    return None if gift is None else _encode(gift).decode()


def in_use(grant: Grant) -> Transition:
    """It may be used, and nobody froze it or let it expire since it was read."""
    return _move(grant, grant.status)


def coded(grant: Grant, code_hash: bytes) -> Transition:
    """A certificate's code, in place of any before."""
    return _move(grant, grant.status, code_hash=code_hash)


def given(grant: Grant, gift: Gift, on: date, language: str) -> tuple[Rider, ...]:
    """Its day has come."""
    fact = CertificateGiven(
        grant.order_id,
        grant.owner,
        grant.name,
        grant.units,
        grant.currency,
        gift.to_name,
        gift.to_email,
        gift.message,
        on,
        language,
        grant.valid_until,
        grant.session_minutes,
    )
    return _move(grant, grant.status, given_at=NOW), tell(fact, grant.id)


def frozen(grant: Grant, reason: str) -> tuple[Rider, ...]:
    return _move(grant, "frozen", frozen_at=NOW), tell(PackageFrozen(grant.owner, reason), grant.id)


def thawed(grant: Grant, longer: timedelta) -> tuple[Rider, ...]:
    """All its ends come so much later."""
    ends = grant.valid_until + longer
    move = _move(grant, "active", frozen_at=None, **_ends(grant, longer))
    return move, tell(PackageThawed(grant.owner, ends), grant.id)


def prolonged(grant: Grant, valid_until: datetime) -> tuple[Rider, ...]:
    """To a later end; one that was over can be used again, and its owner is warned anew."""
    longer = valid_until - grant.valid_until
    to: GrantStatus = "active" if grant.status == "expired" else grant.status
    move = _move(grant, to, warned_at=None, **_ends(grant, longer))
    return move, tell(PackageProlonged(grant.owner, valid_until), grant.id)


def _ends(grant: Grant, longer: timedelta) -> dict[str, object]:
    return {
        "valid_until": grant.valid_until + longer,
        "grace_until": grant.grace_until + longer,
        "warn_at": grant.warn_at + longer,
    }


def warned(grant: Grant, left: int) -> tuple[Rider, ...]:
    """Its owner is told, if there is anything left to use."""
    move = _move(grant, "active", warned_at=NOW)
    if not left:
        return (move,)
    fact = PackageExpiring(
        grant.owner,
        grant.kind,
        grant.name,
        left,
        grant.currency,
        grant.valid_until,
        grant.grace_until,
    )
    return move, tell(fact, grant.id)


def expired(grant: Grant, left: int) -> tuple[Rider, ...]:
    fact = PackageExpired(grant.owner, grant.kind, grant.name, left, grant.currency)
    return _move(grant, "expired"), tell(fact, grant.id)
