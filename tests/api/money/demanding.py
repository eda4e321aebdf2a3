"""What staff read of how clients book: of each service how many began to, paid, came, and will."""

from collections import Counter
from datetime import datetime, timedelta

from tests.api.money.free import Free
from tests.api.money.selling import Told
from tests.api.money.studio import CLOCK
from tests.support.market import expect

__all__ = ["demand_of"]

MOST = 200
"""So many are shown."""


def demand_of(life: Free) -> list[Told]:
    """What staff booked for them is not there."""
    today = datetime.now(CLOCK).date()
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}
    shown = expect(life.shop.market.staff.get("/api/staff/booking-demand", params=days))["popular"]
    names = ("held", "paid", "tookPlace", "toCome")
    there = {one["id"]: tuple(one[name] for name in names) for one in shown}
    found: list[Told] = []
    for offer in life.studio.offers:
        if offer.id not in there and len(shown) == MOST:
            continue
        mine = [one for one in life.sessions if one.offer is offer and not one.by_staff]
        states = Counter(one.status for one in mine)
        to_come = states["confirmed"] + states["in_progress"]
        ought = (life.began[offer.id], len(mine), states["completed"], to_come)
        found.append((f"demand of {offer.rule}", there.get(offer.id, (0,) * 4), ought))
    return found
