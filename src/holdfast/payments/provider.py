"""The port every payment provider is reached through.

Calls are network calls: never made inside a transaction, idempotent by the key they carry, and
bounded in time by the adapter. Amounts are minor units of ``currency``.

Whatever happens between our commit and the provider's answer, no payment may exist there that
nobody here knows of. So a payment is stored as ``pending`` first, its id is the key the provider
is asked with, and a job asks again with the same key until there is an answer. Only a provider
that is ``stateless`` is asked first and stored with its answer, in one commit.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final, Literal, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from msgspec import Struct

from holdfast.payments.receipt import Receipt, Registration

LEFT: Final = "payment=left"
"""Added to the address that a buyer comes back to who has left the provider's page unpaid."""

ChargeStatus: TypeAlias = Literal["pending", "authorized", "succeeded", "failed"]
"""``authorized``: the money is set aside, and taken when it is captured."""

MoveStatus: TypeAlias = Literal["pending", "succeeded"]
"""Of money that a provider was asked to take or give back. ``pending``: it took note of that, and
has not decided."""

Declined: TypeAlias = Literal["authentication", "declined", "later", "gone"]
"""Why a kept card was not charged: its bank wants its owner there; the bank, or the provider, says
no, or not now; or the card is not kept any more."""

DisputeStatus: TypeAlias = Literal["inquiry", "open", "answered", "won", "lost"]
"""``inquiry``: the buyer's bank only asks, and a refund is an answer. ``open``: it took the money,
and waits for proof until a day; ``answered``: it decides. ``won``: the money stays here."""


class ProviderUnavailable(Exception):
    """The provider did not answer; trying again later is safe."""


class KeyRefused(ProviderUnavailable):
    """The provider does not take the shop's key: nobody can pay until another is set."""


class AnswerLost(ProviderUnavailable):
    """Nothing came back: it may have been done, or have never arrived."""


class ProviderRefused(Exception):
    """The provider says no, and will go on saying so."""


class CustomerGone(ProviderRefused):
    """The provider knows that customer no more."""


class ChargeRequest(Struct, frozen=True):
    """What is to be paid, and for what: ``subject_id`` is a reservation, or a wallet that is
    topped up; ``expires_at`` is when the hold ends. ``method`` is one of the provider's, which only
    it reads; ``return_url`` is where the buyer comes back to from its pages. ``later``: the money
    is only set aside; asked only of one that :class:`HoldsMoney`. ``customer``: as whom one that
    :class:`KnowsCustomers` knows the buyer, whose cards may be used; ``save_card``: the buyer asked
    for this one to be kept, ``charge_later``: and to be charged while they are not there;
    ``card``: that is charged so, by its id. ``receipt``: what is sold by it, asked only of one
    that :class:`SendsReceipts`.

    Asked again with the same key, everything but ``expires_at`` is the same.
    """

    subject_id: UUID
    amount: int
    currency: str
    expires_at: datetime
    method: str | None = None
    return_url: str | None = None
    later: bool = False
    customer: str | None = None
    save_card: bool = False
    receipt: Receipt | None = None
    charge_later: bool = False
    card: str | None = None


class NextAction(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the buyer has to do before the provider can decide: go to ``redirect_url``, or give
    ``client_secret`` to the provider's own script."""

    redirect_url: str | None = None
    client_secret: str | None = None


class Charge(Struct, frozen=True):
    """What the provider knows of a payment. ``ask_in``: the seconds after which it is to be asked
    again, where it sends no event by itself. ``held_until``: when what is authorized is let go.
    ``why``: of a kept card that could not be charged. ``forbidden``: what the provider said, which
    does not let this shop keep the card, as its buyer had asked; it is paid without that."""

    reference: str
    status: ChargeStatus
    subject_id: UUID
    amount: int
    currency: str
    ask_in: tuple[float, ...] = ()
    next_action: NextAction | None = None
    held_until: datetime | None = None
    why: Declined | None = None
    forbidden: str = ""


class ProviderEvent(Struct, frozen=True):
    """What a provider sends by itself about the payment ``reference``, or about a ``dispute`` of
    its own id, or about the ``refund`` that it was asked for under this key; the same ``id`` is the
    same event. ``there``: money of the payment went back, perhaps by somebody on its own pages; one
    that :class:`TellsRefundsThere` knows whose payment ``reference`` is then."""

    id: str
    reference: str
    dispute: str = ""
    refund: str = ""
    there: bool = False


class ProviderDispute(Struct, frozen=True):
    """What the provider knows of a dispute. ``payment_id`` is the key that the payment was begun
    with, None of one that is not ours; ``due_at`` is until when it takes proof; ``url`` is its page
    for the shop. ``gone``: of one that is lost, how much the buyer has got since it was opened,
    whoever gave it back; None: all that is disputed."""

    reference: str
    payment_id: UUID | None
    amount: int
    currency: str
    status: DisputeStatus
    reason: str
    due_at: datetime | None
    opened_at: datetime
    url: str
    gone: int | None = None


EventRefusal: TypeAlias = Literal["none", "unsigned", "unreadable", "too-old"]
"""Why something sent is no event: this provider sends none, or what is wrong with it."""


@runtime_checkable
class TellsDisputes(Protocol):
    """A provider whose payments may be disputed."""

    async def dispute(self, reference: str, /) -> ProviderDispute | None:
        """What became of a dispute, from the provider itself; None if it knows no such."""
        ...


@runtime_checkable
class TellsRefunds(Protocol):
    """A provider that may give up a refund after it had taken it."""

    async def refund_failed(self, reference: str, key: str, /) -> str | None:
        """Why nothing came of the payment's refund under this key; None if that is not so."""
        ...


@runtime_checkable
class HoldsMoney(Protocol):
    """A provider that sets money aside where it is asked to, for days, if the shop's account with
    it allows that."""

    @property
    def holds_money(self) -> bool: ...


@runtime_checkable
class TakesParts(Protocol):
    """A provider that gives what it set aside part by part. Any other gives once, at most what was
    set aside, and lets the rest go."""

    @property
    def most_parts(self) -> int:
        """Of one payment."""
        ...

    async def capture_part(
        self, reference: str, amount: int, key: str, /, *, last: bool
    ) -> MoveStatus:
        """Take so much of what is set aside, once for each ``key``; unless it is the ``last``, the
        rest stays set aside. Raises :class:`ProviderRefused`."""
        ...

    async def let_rest_go(self, reference: str, /) -> None:
        """Nothing more is taken. Repeating does no harm."""
        ...


@runtime_checkable
class SendsReceipts(Protocol):
    """A provider that sends receipts to the tax service, of payments that are begun with one. Of
    all that was paid it knows what was said then; of a part it is told."""

    async def capture_with(
        self, reference: str, amount: int, key: str, receipt: Receipt, /
    ) -> Charge | None:
        """As ``capture``; the ``receipt`` is of what is taken."""
        ...

    async def refund_with(
        self, reference: str, amount: int, key: str, receipt: Receipt, /
    ) -> MoveStatus:
        """As ``refund``; the ``receipt`` is of what is given back."""
        ...

    async def registered(self, reference: str, refund: str | None, /) -> Registration | None:
        """What became of the payment's receipt, or of that of the refund under this key; None while
        it is not known. Of a refund that was made there (``THERE``) without a receipt, that the tax
        service does not have it."""
        ...

    async def lines_there(self, refund: str, said: Receipt, /) -> Sequence[int]:
        """How much of each line of what was ``said`` with its payment goes back by the receipt of a
        refund that was made there, by the provider's id of it; as far as that names them."""
        ...

    async def hand_over(
        self, reference: str, key: str, receipt: Receipt, before: Collection[str], /
    ) -> str:
        """Make the ``receipt`` of what was paid ahead and is handed over now, once, however late it
        is asked for again: by itself, as no money moves; the provider's id of it. ``before``: those
        that were made of the payment under other keys. Raises :class:`ProviderRefused`."""
        ...

    async def handed(self, receipt: str, /) -> Registration | None:
        """What became of such a one; None while it is not known."""
        ...


@runtime_checkable
class TakesCurrencies(Protocol):
    """A provider that takes these alone, by ISO 4217."""

    @property
    def currencies(self) -> AbstractSet[str]: ...


@runtime_checkable
class TakesWholes(Protocol):
    """A provider that takes some currencies in larger steps than they have."""

    def smallest(self, currency: str, /) -> int:
        """The least that it moves, in minor units: all that it moves are multiples of that."""
        ...


class PaymentProvider(Protocol):
    """A provider of payments."""

    @property
    def methods(self) -> AbstractSet[str]:
        """The ways to pay that a buyer may choose from."""
        ...

    @property
    def stateless(self) -> bool:
        """Whether ``create`` leaves nothing behind: until the reference it returns is confirmed,
        no payment exists there and no money can move. True of no provider that one reaches over
        a network."""
        ...

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        """Begin a payment; for at least 24 hours the same ``key`` gives the same one. Raises
        :class:`ProviderRefused` when none was made and none will be."""
        ...

    async def confirm(self, reference: str) -> Charge | None:
        """What became of it, from the provider itself; None if it knows no such payment."""
        ...

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        """Take so much of what is authorized, and let the rest go; the same ``key`` takes it once.
        What is so then, with the amount that was taken; None if it knows no such payment. Raises
        :class:`ProviderRefused` when it cannot be taken any more."""
        ...

    async def fail(self, reference: str) -> Charge | None:
        """Call a payment off if it is pending or authorized, and say what is so then: ``failed``;
        or ``succeeded`` when it was too late; or as it was when this one cannot be stopped. None
        if it knows no such payment. Repeating does no harm."""
        ...

    async def refund(self, reference: str, amount: int, key: str, /) -> MoveStatus:
        """Give the money back; the same ``key`` gives it back once, and asked again it says what
        became of that. Raises :class:`ProviderRefused`."""
        ...

    async def read_event(
        self, headers: Mapping[str, str], body: bytes, /
    ) -> ProviderEvent | EventRefusal:
        """What somebody sent in this provider's name, if it did; header names in lower case."""
        ...
