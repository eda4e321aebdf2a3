"""What of a client's sessions photographers and their studio have, and read that these came to."""

from collections import Counter
from datetime import datetime, timedelta

import httpx

from tests.api.money.selling import Told
from tests.api.money.sessions import Session
from tests.api.money.studio import CLOCK, Studio
from tests.support.market import expect

__all__ = ["counted_in", "due_to", "earned_by"]


def due_to(studio: Studio, sessions: list[Session]) -> Counter[str]:
    """By resource, of what is kept of all that ended."""
    own, house = studio.shares
    due = Counter[str]()
    for one in sessions:
        if not one.stands:
            in_hall = one.place == studio.hall
            due[studio.house if in_hall else one.place.id] += (
                one.kept * (house if in_hall else own) // 10_000
            )
    return due


def earned_by(studio: Studio, sessions: list[Session], had: Counter[str]) -> list[Told]:
    """Each as what it is called, what it is, and what it ought to be; ``had``: what of theirs they
    have already."""
    due = due_to(studio, sessions)
    found: list[Told] = [
        ("share", _balance(studio, one), due[one] - had[one])
        for one in (studio.house, *(place.id for place in studio.photographers))
    ]
    for place, account in studio.accounts.items():
        mine = [one for one in sessions if one.place.id == place]
        found.append(("income", _income(account), _sums(mine)))
    return found


def counted_in(studio: Studio, sessions: list[Session]) -> list[Told]:
    """What staff read of each service: sessions, how many took place, were missed and cancelled,
    their minutes, and what was kept of what was paid."""
    today = datetime.now(CLOCK).date()
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=60))}
    shown = expect(studio.market.staff.get("/api/staff/studio-figures", params=days))["services"]
    names = ("sessions", "tookPlace", "missed", "cancelled", "minutes")
    there = {
        one["id"]: (*(one[name] for name in names), sum(it["amount"] for it in one["income"]))
        for one in shown
    }
    found: list[Told] = []
    for offer in studio.offers:
        mine = [one for one in sessions if one.offer is offer]
        states = Counter(one.status for one in mine)
        stand = [one for one in mine if one.takes_time]
        ought = (
            len(stand), states["completed"], states["no_show"], states["cancelled"],
            sum(one.minutes for one in stand), sum(one.kept for one in mine),
        )  # fmt: skip
        found.append((f"figures of {offer.rule}", there.get(offer.id, (0,) * 6), ought))
    return found


def _balance(studio: Studio, resource: str) -> int:
    path = f"/api/staff/resources/{resource}/money"
    standings = expect(studio.market.staff.get(path))["standings"]
    return sum(int(one["earned"] - one["owed"]) for one in standings)


def _sums(sessions: list[Session]) -> tuple[int, int, int]:
    """Earned, due and ahead."""
    due = sum(one.price - one.prepaid for one in sessions if one.status == "completed")
    standing = [one for one in sessions if one.stands]
    ahead = sum(one.kept + one.price - one.prepaid for one in standing)
    return sum(one.kept for one in sessions if not one.stands), due, ahead


def _income(account: httpx.Client) -> tuple[int, int, int]:
    today = datetime.now(CLOCK).date()
    days = {"from": str(today), "to": str(today + timedelta(days=60)), "by": "month"}
    rows = expect(account.get("/api/studio/income", params=days))["income"]
    sums = [sum(one[name] for one in rows) for name in ("earned", "due", "ahead")]
    return sums[0], sums[1], sums[2]
