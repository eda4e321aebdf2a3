"""What staff read of clients' money: what the shop kept of one's, and what it owes to all of what
is prepaid."""

from collections import Counter
from collections.abc import Sequence

from tests.api.money.parts import HOURS, SESSIONS
from tests.api.money.prepaid import Prepaid
from tests.api.money.prepaying import Prepaying
from tests.api.money.selling import Told
from tests.api.money.wares import Shop
from tests.support.market import expect

__all__ = ["brought_by", "owed_for"]


def brought_by(life: Prepaying) -> list[Told]:
    """New money: what hours, certificates and points paid was paid, or given, before."""
    if not life.user or not life.sessions:
        return []
    asked = {"q": life.email}
    clients = expect(life.shop.market.staff.get("/api/staff/clients", params=asked))["clients"]
    shown = [sum(one["amount"] for one in it["value"]) for it in clients]
    theirs = [one for one in life.sales if one not in life.presents]
    before = (HOURS, SESSIONS, "certificate", "points")
    ought = sum(
        part.amount - part.gone - part.lost
        for sale in theirs
        for part in sale.parts
        if part.kind not in before
    )
    return [("what a client brought", shown, [ought])]


def owed_for(shop: Shop, lives: Sequence[Prepaying]) -> list[Told]:
    """By kind, what is left of it, and what of its price that is: nothing of what was given."""
    there = Counter[tuple[str, str]]()
    for one in expect(shop.market.staff.get("/api/staff/liability"))["owed"]:
        there[one["kind"], "units"] += one["units"]
        there[one["kind"], "value"] += one["value"]
    ought = Counter[tuple[str, str]]()
    for life in lives:
        for had in life.purse.prepaid:
            left = had.left(life.purse.parts)
            ought[had.kind, "units"] += left
            ought[had.kind, "value"] += _worth(had, left)
    return [("owed to clients", +there, +ought)]


def _worth(had: Prepaid, left: int) -> int:
    return had.cost * left // had.units
