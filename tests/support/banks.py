"""Providers that charge kept cards, as their test servers have them: what is the same of all, so
that one test tries each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Final, Protocol, cast

from msgspec import Struct

from holdfast.payments import ChargeStatus, Declined, PaymentProvider
from holdfast.payments.providers.stripe import StripeProvider
from holdfast.payments.providers.yookassa import YooKassaProvider
from tests.support import stripe as stripe_there
from tests.support import yookassa as yookassa_there
from tests.support.payment_server import PaymentServer, Values
from tests.support.stripe import StripeServer
from tests.support.yookassa import YooKassaServer

__all__ = [
    "BANKS",
    "TWO_STAGE",
    "Bank",
    "Charged",
    "OfStripe",
    "OfYooKassa",
    "bank_at",
    "running_bank",
]


class Charged(Struct, frozen=True):
    """A charge without a page, with our key of it and what it paid for; amounts in minor units."""

    reference: str
    status: ChargeStatus
    amount: int
    taken: int
    card: str | None
    key: str
    subject: str


class Closing(PaymentProvider, Protocol):
    async def close(self) -> None: ...


class Bank(Protocol):
    """``shown``: the brand and last digits of the card that is typed there."""

    name: str
    shown: tuple[str, str]

    @property
    def server(self) -> PaymentServer: ...

    def provider(self) -> Closing: ...

    def charges(self) -> list[Charged]:
        """The oldest first."""
        ...

    def refuse(self, card: str, why: Declined) -> None:
        """It is not charged from now on; of one that is ``gone``, because it is not kept."""
        ...

    def relent(self) -> None: ...

    def given_back(self, reference: str) -> int: ...

    def asked_to_keep(self) -> bool:
        """Whether the last payment on its page was begun so that its card may be charged later."""
        ...


class OfStripe:
    name = "stripe"
    shown = ("visa", "4242")
    _SAYS: Final[Mapping[Declined, str]] = {
        "authentication": "authentication_required",
        "declined": "generic_decline",
        "later": "insufficient_funds",
    }

    def __init__(self, server: StripeServer) -> None:
        self.server = server

    def provider(self) -> Closing:
        return StripeProvider(stripe_there.KEY, (), self.server.url)

    def charges(self) -> list[Charged]:
        made = [one for one in self.server.book.intents.values() if "subject" in one["metadata"]]
        return [self._charged(one) for one in made]

    def _charged(self, one: Values) -> Charged:
        status = {"succeeded": "succeeded", "requires_capture": "authorized"}
        return Charged(
            one["id"],
            cast("ChargeStatus", status.get(one["status"], "failed")),
            one["amount"],
            one["amount_received"],
            one["payment_method"],
            one["metadata"]["holdfast"],
            one["metadata"]["subject"],
        )

    def refuse(self, card: str, why: Declined) -> None:
        if why == "gone":
            self.server.book.cards.detach(card)
        else:
            self.server.book.cards.refuse[card] = self._SAYS[why]

    def relent(self) -> None:
        self.server.book.cards.refuse.clear()

    def given_back(self, reference: str) -> int:
        return int(self.server.book.given_back(reference))

    def asked_to_keep(self) -> bool:
        (*_, session) = self.server.book.sessions.values()
        return bool(session["_intent"].get("setup_future_usage") == "off_session")


class OfYooKassa:
    name = "yookassa"
    shown = ("MasterCard", "4444")
    _SAYS: Final[Mapping[Declined, str]] = {
        "authentication": "3d_secure_failed",
        "declined": "general_decline",
        "later": "insufficient_funds",
        "gone": "permission_revoked",
    }
    _STATUS: Final[Mapping[str, ChargeStatus]] = {
        "succeeded": "succeeded", "waiting_for_capture": "authorized", "canceled": "failed",
    }  # fmt: skip

    def __init__(self, server: YooKassaServer, *, two_stage: bool = False) -> None:
        self.server = server
        self._two_stage = two_stage

    def provider(self) -> Closing:
        return YooKassaProvider(
            yookassa_there.SHOP,
            yookassa_there.KEY,
            two_stage=self._two_stage,
            saves_cards=True,
            url=self.server.url,
        )

    def charges(self) -> list[Charged]:
        made = [one for one in self.server.book.payments.values() if "_return" not in one]
        return [self._charged(one) for one in made]

    def _charged(self, one: Values) -> Charged:
        status = self._STATUS[one["status"]]
        amount = _minor(one["amount"])
        card = one["payment_method"]["id"] if status != "failed" else None
        said = one["metadata"]
        taken = amount if status == "succeeded" else 0
        return Charged(one["id"], status, amount, taken, card, said["holdfast"], said["subject"])

    def refuse(self, card: str, why: Declined) -> None:
        self.server.book.cards.refuse[card] = self._SAYS[why]

    def relent(self) -> None:
        self.server.book.cards.refuse.clear()

    def given_back(self, reference: str) -> int:
        return _minor(self.server.book.payment(reference)["refunded_amount"])

    def asked_to_keep(self) -> bool:
        (*_, payment) = self.server.book.payments.values()
        return bool(payment["_saves"])


BANKS: Final = ("stripe", "yookassa")
TWO_STAGE: Final = "yookassa-two-stage"
"""The same, where money is set aside first."""


@contextmanager
def running_bank(name: str) -> Iterator[Bank]:
    if name == "stripe":
        with StripeServer.running() as stripe:
            yield OfStripe(stripe)
    else:
        with YooKassaServer.running() as yookassa:
            yield OfYooKassa(yookassa, two_stage=name == TWO_STAGE)


def bank_at(name: str, url: str) -> PaymentProvider:
    """The provider of that name, whose server is there."""
    if name == "stripe":
        return StripeProvider(stripe_there.KEY, (), url)
    return YooKassaProvider(yookassa_there.SHOP, yookassa_there.KEY, saves_cards=True, url=url)


def _minor(amount: Values) -> int:
    return int(Decimal(amount["value"]) * 100)
