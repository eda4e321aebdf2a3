"""What sellers have of orders: what is kept of their lines, less the shop's commission; and what of
that is paid out to them."""

import random
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.api.money.accounts import Change, Sale, until
from tests.api.money.wares import Fee, Shop
from tests.support.market import expect, refusal

__all__ = ["Payouts", "Told", "shares_of"]

Json = dict[str, Any]
Told = tuple[str, Any, Any]
"""What is so by which name, and what ought to be."""


def shares_of(shop: Shop, sale: Sale) -> list[Told]:
    """Of each seller; of what went back for no unit, or a bank took, lines are rounded by
    themselves."""
    path = f"/api/staff/orders/{sale.order_id}/suborders"
    suborders = expect(shop.market.staff.get(path))["suborders"]
    there = {one["sellerId"]: one for one in suborders}
    mine = [one for one in sale.lines if one.ware.seller is not None]
    whose = {one.ware.seller for one in mine}
    found: list[Told] = [("whose they are", set(there), whose)]
    if sale.cancelled or set(there) != whose:
        return found
    for seller, one in there.items():
        names = (
            ("gross", "commission") if sale.completed else ("expectedGross", "expectedCommission")
        )
        gross, commission = (one[name] for name in names)
        due, fee, about = _due(sale, seller, shop.sellers[seller])
        if abs(gross - due) > about or abs(commission - fee) > about:
            found.append((f"the seller's, to {about}", (gross, commission), (due, fee)))
    return found


def _due(sale: Sale, seller: str, fee: Fee) -> tuple[int, int, int]:
    """What is theirs, what of that is the shop's, and how exact that is."""
    mine = [at for at, one in enumerate(sale.lines) if one.ware.seller == seller]
    kept = {at: _left(sale, at) for at in range(len(sale.lines))}
    whole = sum(kept.values()) + (0 if sale.is_back else sale.delivery)
    beside, about = max(whole - sale.stays, 0), 0
    if beside:
        off = {at: Fraction(beside * one, whole) for at, one in kept.items()}
        kept = {at: floor(one - off[at]) for at, one in kept.items()}
        about = len(mine) + 1
    if sale.exchanged:
        about += len(mine)
    fees = [
        min(kept[at], floor(Fraction(kept[at] * fee.rate, 100_000) + Fraction(1, 2))
            + (0 if _is_exchange(sale) else fee.fixed) * _pieces(sale, at))
        for at in mine
    ]  # fmt: skip
    return sum(kept[at] for at in mine), sum(fees), about


def _left(sale: Sale, at: int) -> int:
    line = sale.lines[at]
    stays = sum(one.by_line.get(at, 0) for one in sale.changes if one.done)
    return line.paid - until(line.paid, line.back, line.quantity) + stays


def _pieces(sale: Sale, at: int) -> int:
    """How many are sold, or others in their place. Of a change as many as were taken off are
    counted with these, as long as their money stays; the rest with what was added."""
    line = sale.lines[at]
    found = line.quantity - line.back
    for one in sale.changes:
        if one.done and one.exchange:
            found += one.off.get(at, 0)
        elif one.done and one.before.get(at):
            found += ceil(Fraction(_in_place(one)[at] * one.by_line[at], one.before[at]))
    of = sale.of
    if of is None or not of.done or of.exchange:
        return found
    counted = sum(_in_place(of).values())
    before = sum(one.quantity for one in sale.lines[:at])
    return max(found - min(max(counted - before, 0), line.quantity), 0)


def _in_place(change: Change) -> dict[int, int]:
    """By line, in place of how many units that were taken off others were added."""
    found, added = {}, sum(one.quantity for one in change.added.lines)
    for at, many in change.off.items():
        found[at] = min(many, added)
        added -= found[at]
    return found


def _is_exchange(sale: Sale) -> bool:
    return sale.of is not None and sale.of.exchange


@dataclass
class Payouts:
    """What was paid out, by seller."""

    shop: Shop
    paid: Counter[str] = field(default_factory=Counter)

    def differs(self, sales: list[Sale]) -> list[str]:
        """How what sellers have differs from what their orders brought, less what was paid out."""
        brought = Counter[str]()
        for sale in sales:
            path = f"/api/staff/orders/{sale.order_id}/suborders"
            for one in expect(self.shop.market.staff.get(path))["suborders"]:
                brought[one["sellerId"]] += one["gross"] - one["commission"]
        return [
            f"{has} is the seller's, {brought[seller] - self.paid[seller]} is to be"
            for seller in self.shop.sellers
            if (has := self._balance(seller)) != brought[seller] - self.paid[seller]
        ]

    def _standing(self, seller: str) -> Json:
        path = f"/api/staff/sellers/{seller}/money"
        found: list[Json] = expect(self.shop.market.staff.get(path))["standings"]
        return found[0] if found else {"earned": 0, "owed": 0, "payable": 0}

    def _balance(self, seller: str) -> int:
        found = self._standing(seller)
        assert not (found["earned"] and found["owed"]), found
        return int(found["earned"] - found["owed"])

    def pay(self, chance: random.Random) -> None:
        """All that may leave is set aside; it arrives, or comes back."""
        staff = self.shop.market.staff
        for seller in self.shop.sellers:
            payable = self._standing(seller)["payable"]
            made = staff.post(f"/api/staff/sellers/{seller}/payouts", json={"currency": "EUR"})
            if not payable:
                refusal(made, 409, "nothing-to-pay-out")
                continue
            payout = expect(made, 201)
            assert payout["amount"] == payable
            came = chance.random() < 0.7
            body = {"reference": "SEPA"} if came else {"reason": "closed"}
            path = f"/api/staff/payouts/{payout['id']}/{'paid' if came else 'failed'}"
            expect(staff.post(path, json=body))
            self.paid[seller] += payable if came else 0
