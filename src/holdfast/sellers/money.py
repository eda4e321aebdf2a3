"""A seller's money: two accounts a currency, and the operations that move it. Pure.

``earned`` is what the seller is to be paid, ``owed`` what they owe after refunds: never both. Every
movement of a seller's money stands on ``earned``, with its other side: a sale, the commission of
it, a payout; what is lent by ``owed``, and paid back to it, is a pair. So all other movements
together are what is earned less what is owed.
"""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.ledger import AccountState, Deposit, Expect, Operation, Withdraw

EARNED: Final = "earned/"
OWED: Final = "owed/"
SALE: Final = "sale/"
FEE: Final = "fee/"
PAYOUT: Final = "payout/"


def earned_key(seller_id: UUID, currency: str) -> str:
    """The store of what a seller is to be paid."""
    return f"{EARNED}{seller_id}/{currency}"


def owed_key(seller_id: UUID, currency: str) -> str:
    """The store of what a seller owes, which their next earnings pay."""
    return f"{OWED}{seller_id}/{currency}"


class SellerMoney(Struct, frozen=True):
    """A seller's two accounts as they were read; a command is refused if they changed since."""

    seller_id: UUID
    currency: str
    earned: AccountState
    owed: AccountState

    @property
    def balance(self) -> int:
        """Below zero: owed."""
        return self.earned.balance - self.owed.balance

    def shared(self, order_id: UUID, gross: int, commission: int) -> tuple[Operation, ...]:
        """So much more of an order is the seller's, of which so much more is commission; either
        may be less than nothing."""
        return self._moved(((gross, f"{SALE}{order_id}"), (-commission, f"{FEE}{order_id}")))

    def paid_out(self, payout_id: UUID, amount: int) -> tuple[Operation, ...]:
        """So much leaves for a payout; below zero: it came back."""
        return self._moved(((-amount, f"{PAYOUT}{payout_id}"),))

    def changed(self, subject: str) -> bool:
        """Whether a ``Conflict`` says that these were read too early."""
        return subject in (self.earned.key, self.owed.key)

    def _moved(self, movements: tuple[tuple[int, str], ...]) -> tuple[Operation, ...]:
        after = self.earned.balance + sum(change for change, _ in movements)
        comes = [self._earns(change, side) for change, side in movements if change > 0]
        goes = [self._gives(-change, side) for change, side in movements if change < 0]
        return (
            Expect(self.earned.key, self.earned.version),
            Expect(self.owed.key, self.owed.version),
            *comes,
            *(self._lent(-after) if after < 0 else ()),
            *goes,
            *(self._repaid(min(after, self.owed.balance)) if after > 0 else ()),
        )

    def _earns(self, amount: int, side: str) -> Operation:
        return Deposit(self.earned.key, amount, unit=self.currency, counterparty=side)

    def _gives(self, amount: int, side: str) -> Operation:
        return Withdraw(self.earned.key, amount, unit=self.currency, counterparty=side)

    def _lent(self, amount: int) -> tuple[Operation, ...]:
        debt = Deposit(self.owed.key, amount, unit=self.currency, counterparty=self.earned.key)
        return self._earns(amount, self.owed.key), debt

    def _repaid(self, amount: int) -> tuple[Operation, ...]:
        if not amount:
            return ()
        debt = Withdraw(self.owed.key, amount, unit=self.currency, counterparty=self.earned.key)
        return self._gives(amount, self.owed.key), debt
