"""A holder's money: two accounts a currency, and the operations that move it. Pure.

A holder is whoever the shop keeps money for: a seller, or a photographer or studio that is booked.
``earned`` is what they are to be paid, ``owed`` what they owe after refunds: never both. Every
movement of a holder's money stands on ``earned``, with its other side: a sale, the commission of
it, what a bank took back of it, a session, cash they were given or handed over, a payout, a debt
that is written off; what is lent by ``owed``, and paid back to it, is a pair. So all other
movements together are what is earned less what is owed.
"""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.ledger import AccountState, Deposit, Expect, Operation, Withdraw

EARNED: Final = "earned/"
OWED: Final = "owed/"
SALE: Final = "sale/"
FEE: Final = "fee/"
DISPUTE: Final = "dispute/"
SESSION: Final = "session/"
PAYOUT: Final = "payout/"
CASH: Final = "cash/"
HANDED: Final = "handed/"
WRITE_OFF: Final = "writeoff/"

HolderKind: TypeAlias = Literal["seller", "resource"]


class Holder(Struct, frozen=True):
    """Whose money it is: no two holders have the same id."""

    kind: HolderKind
    id: UUID


def earned_key(holder_id: UUID, currency: str) -> str:
    """The store of what a holder is to be paid."""
    return f"{EARNED}{holder_id}/{currency}"


def owed_key(holder_id: UUID, currency: str) -> str:
    """The store of what a holder owes, which their next earnings pay."""
    return f"{OWED}{holder_id}/{currency}"


class HolderMoney(Struct, frozen=True):
    """A holder's two accounts as they were read; a command is refused if they changed since."""

    holder: Holder
    currency: str
    earned: AccountState
    owed: AccountState

    @property
    def balance(self) -> int:
        """Below zero: owed."""
        return self.earned.balance - self.owed.balance

    def brought(self, *movements: tuple[int, str]) -> tuple[Operation, ...]:
        """So much more of it is theirs, or less, each with its other side."""
        return self._moved(movements)

    def paid_out(self, payout_id: UUID, amount: int) -> tuple[Operation, ...]:
        """So much leaves for a payout; below zero: it came back."""
        return self._moved(((-amount, f"{PAYOUT}{payout_id}"),))

    def written_off(self, write_off_id: UUID) -> tuple[Operation, ...]:
        """What is owed is owed no more, and nobody paid it."""
        return self._moved(((self.owed.balance, f"{WRITE_OFF}{write_off_id}"),))

    def changed(self, subject: str) -> bool:
        """Whether a ``Conflict`` says that these were read too early."""
        return subject in (self.earned.key, self.owed.key)

    def _moved(self, movements: Sequence[tuple[int, str]]) -> tuple[Operation, ...]:
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
