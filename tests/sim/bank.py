"""A payment provider by whose side things go wrong: calls that never arrive, answers that are lost,
refunds that are refused; and its own books, by which our sums are to come out."""

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from holdfast.payments import (
    ChargeStatus,
    MoveStatus,
    Payment,
    ProviderRefused,
    ProviderUnavailable,
)
from tests.support.provider import Call, HttpProvider, ProviderServer

__all__ = ["Bank"]

LOST = 0.06
REFUSED = 7
"""Of so many refunds one is refused, by its key."""


class Bank(HttpProvider):
    """The way to ``server``, which decides nothing by itself. ``refusals``: of each
    refund by its key, whether it is refused, always. As long as it
    is ``calm``, nothing goes wrong."""

    def __init__(self, server: ProviderServer, chance: random.Random) -> None:
        super().__init__(server.url)
        self.server, self.chance = server, chance
        self.lost = 0
        self.calm = True
        self.refusals: dict[str, bool] = {}
        self.refused: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._of: defaultdict[UUID, list[str]] = defaultdict(list)
        self._granted: defaultdict[str, dict[str, int]] = defaultdict(dict)

    async def _ask(self, call: Call, asked: dict[str, Any]) -> bytes:
        self._lose()
        answer = await super()._ask(call, asked)
        if call == "create":
            references = self._of[UUID(asked["subject_id"])]
            reference = msgspec.json.decode(answer)["reference"]
            if reference not in references:
                references.append(reference)
        if call == "refund":
            self._granted[asked["reference"]][asked["key"]] = asked["amount"]
        self._lose()
        return answer

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        if self.refusals.setdefault(key, not self.calm and self.chance.randrange(REFUSED) == 0):
            self.refused[reference][key] = amount
            raise ProviderRefused("the card is closed")
        return await super().refund(reference, amount, key)

    def _lose(self) -> None:
        if not self.calm and self.chance.random() < LOST:
            self.lost += 1
            raise ProviderUnavailable("nobody heard")

    def decide(self, reservation_id: UUID, status: ChargeStatus) -> None:
        """What is undecided of it becomes this."""
        for reference in self._of[reservation_id]:
            if self.server.charges[reference].status == "pending":
                self.server.decide_one(reference, status)

    def kept(self, payments: Sequence[Payment]) -> int:
        """What it did not give back of parts of them that it was asked for."""
        known = {str(one.id) for one in payments}
        return sum(
            amount
            for one in payments
            for key, amount in self.refused[one.reference or ""].items()
            if key.split("/")[1] not in known
        )

    def took(self, reservation_id: UUID) -> int:
        """What it has of the buyer's money: captured less given back."""
        references = self._of[reservation_id]
        charges = [self.server.charges[one] for one in references]
        taken = sum(one.amount for one in charges if one.status == "succeeded")
        return taken - sum(sum(self._granted[one].values()) for one in references)
