"""Cards that a provider keeps for buyers who ask for it: ports of their own.

A provider either knows whose cards they are (:class:`KnowsCustomers`), and then nothing of them is
kept here; or it knows a card by its id alone (:class:`NamesCards`), and whose they are is kept here
(``kept_cards``).
"""

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from holdfast.payments.provider import Charge, ChargeRequest, ProviderRefused


class CardGone(ProviderRefused):
    """The provider keeps that card no more."""


class CardsForbidden(ProviderRefused):
    """The shop's account there is not allowed to keep cards, or to charge those that are kept."""


class SavedCard(Struct, frozen=True):
    """A card that a provider keeps; ``id`` and ``brand`` are in its own words."""

    id: str
    brand: str
    last_digits: str
    expires_month: int
    expires_year: int


class CardPage(Struct, frozen=True):
    """Where a card is entered that is kept, and nothing is charged; ``card``: its id from now
    on."""

    card: str
    url: str


@runtime_checkable
class KeepsCards(Protocol):
    """A provider that keeps cards for buyers who ask for it, if the shop's account with it allows
    that."""

    @property
    def keeps_cards(self) -> bool: ...


@runtime_checkable
class KnowsCustomers(Protocol):
    """One that knows whose its cards are, and offers them on its page."""

    async def customer(self, owner: str, key: str, /) -> str:
        """Make one, with nothing but our id of them; the same ``key`` makes the same one."""
        ...

    async def cards(self, customer: str, /) -> Sequence[SavedCard]:
        """Those that are kept for a customer, the latest first."""
        ...

    async def forget_card(self, card: str, /) -> None:
        """Keep it no longer. Raises :class:`ProviderRefused` if it was not kept."""
        ...

    async def new_card(self, customer: str, return_url: str, key: str, /) -> str:
        """The address of a page where a card is entered that is kept, and nothing is charged.
        Raises :class:`CustomerGone` for one that was removed there."""
        ...


Entered: TypeAlias = SavedCard | Literal["waits", "gone"]
"""What became of a card's page: ``waits`` for somebody to enter it; ``gone``: nobody did, or its
bank said no."""


@runtime_checkable
class NamesCards(Protocol):
    """One that knows its cards by their ids alone: which of them are whose is kept here, and it has
    nothing to do when one is forgotten."""

    async def card_page(self, return_url: str, key: str, /) -> CardPage:
        """Begin one; the same ``key`` begins the same. Raises :class:`CardsForbidden`."""
        ...

    async def entered(self, card: str, /) -> Entered:
        """Whether the card of such a page is kept by now."""
        ...


@runtime_checkable
class ChargesKept(Protocol):
    """A provider that charges a card that it keeps without its page: while nobody is there, where
    its owner agreed to that."""

    @property
    def charges_kept(self) -> bool:
        """Whether the shop's account with it allows that."""
        ...

    async def kept_card(self, reference: str, customer: str | None, /) -> SavedCard | None:
        """The card that a payment was made with, if it may be charged so from now on; ``customer``:
        whose it has to be by then, of one that knows them. None of what was paid otherwise, or is
        not kept."""
        ...

    async def charge_kept(self, request: ChargeRequest, key: str, /) -> Charge:
        """Charge the ``card`` of the request, or set the money aside; for at least 24 hours the
        same ``key`` gives the same charge, and says ``why`` it failed. Raises
        :class:`ProviderRefused` when none was made and none will be: :class:`CardGone` because the
        card is not kept any more, :class:`CardsForbidden`."""
        ...
