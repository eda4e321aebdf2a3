"""What the flows of mail work with."""

import base64
import hmac
from dataclasses import dataclass
from uuid import UUID

from holdfast.flows.settlement.settler import Settler
from holdfast.mail import Channel, PushKey, Sender
from holdfast.shop import ShopSettings

__all__ = ["Mailing", "Push", "Texting"]


@dataclass(frozen=True)
class Push:
    """What pushes are signed with, whom a push service may write to about them, and whether one of
    the inner network may be asked."""

    key: PushKey
    contact: str
    private: bool = False


@dataclass(frozen=True)
class Texting:
    """``kinds`` go by SMS. ``country``: where a number is dialled that does not say so; empty: as
    the shop's settings have it. ``a_day`` in all and ``number_a_day`` to one number go at most."""

    kinds: frozenset[str]
    country: str
    a_day: int
    number_a_day: int


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """``sender`` is whose mails they are, None where none is sent; without a name it is called as
    the shop is. ``push`` where people may be told by push, ``telegram`` the name of the bot that
    tells them, ``sms`` where SMS goes, ``app`` where the shop's app is told. ``newsletter_minute``
    mails of a newsletter go in a minute at most. ``url`` is the shop's public address, with which
    every link begins. Secrets that a mail carries are made of ``secret`` and the mail's id whenever
    it is written out, so that none lies in the log of mails."""

    settler: Settler
    sender: Sender | None
    url: str
    secret: bytes
    push: Push | None = None
    telegram: str = ""
    sms: Texting | None = None
    app: bool = False
    newsletter_minute: int = 300

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which people are told."""
        ways: tuple[tuple[Channel, object], ...] = (
            ("mail", self.sender), ("push", self.push), ("telegram", self.telegram or None),
            ("sms", self.sms), ("app", self.app or None),
        )  # fmt: skip
        return tuple(name for name, there in ways if there is not None)

    def goes_by(self, kind: str, channel: Channel) -> bool:
        """Of SMS the shop chooses, since each costs."""
        return channel != "sms" or (self.sms is not None and kind in self.sms.kinds)

    def country_of(self, shop: ShopSettings) -> str:
        """Where a number is dialled that does not say so; empty: nobody knows."""
        return (self.sms.country if self.sms else "") or shop.dispatch.holidays[:2]

    def token(self, mail_id: UUID) -> str:
        """Of the one-time link in a mail."""
        return base64.urlsafe_b64encode(self._made("link", mail_id)).decode().rstrip("=")

    def code_bytes(self, mail_id: UUID) -> bytes:
        """Of the certificate's code in a mail."""
        return self._made("code", mail_id)

    def contact_code(self, code_id: UUID) -> str:
        """Six digits, which show that who has them gets mail at the address they went to."""
        return f"{int.from_bytes(self._made('contact', code_id)[:8]) % 1_000_000:06}"

    def closing_code(self, code_id: UUID) -> str:
        """Six digits, by which who has no password closes their account."""
        return f"{int.from_bytes(self._made('closing', code_id)[:8]) % 1_000_000:06}"

    def order_link(self, order_id: UUID, owner: str) -> str:
        """Shows a guest's order, and proves that whoever has it was sent mail about it."""
        made = hmac.digest(self.secret, f"mail order {owner} {order_id}".encode(), "sha256")
        return f"{order_id}.{base64.urlsafe_b64encode(made[:24]).decode()}"

    def shared_link(self, participant_id: UUID) -> str:
        """Shows a booking to somebody who takes part in it, while they do."""
        made = hmac.digest(self.secret, f"mail shared {participant_id}".encode(), "sha256")
        return f"{participant_id}.{base64.urlsafe_b64encode(made[:24]).decode()}"

    def newsletter_link(self, link_id: UUID) -> str:
        """Shows that whoever has it reads mail where the newsletter was asked for."""
        made = hmac.digest(self.secret, f"mail newsletter {link_id}".encode(), "sha256")
        return f"{link_id}.{base64.urlsafe_b64encode(made[:24]).decode()}"

    def leave_link(self, owner: str, kind: str) -> str:
        """Says whose, and which kind, and proves that whoever has it was sent one of them."""
        told = base64.urlsafe_b64encode(f"{kind} {owner}".encode()).decode().rstrip("=")
        return f"{told}.{self._leave_mark(owner, kind)}"

    def left(self, link: str) -> tuple[str, str] | None:
        """Owner and kind of a link that we made."""
        told, _, mark = link.partition(".")
        try:
            text = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
        except ValueError:
            return None
        kind, _, owner = text.partition(" ")
        ours = self._leave_mark(owner, kind)
        return (
            (owner, kind)
            if hmac.compare_digest(ours.encode(), mark.encode(errors="replace"))
            else None
        )

    def _leave_mark(self, owner: str, kind: str) -> str:
        made = hmac.digest(self.secret, f"mail leave {owner} {kind}".encode(), "sha256")
        return base64.urlsafe_b64encode(made[:24]).decode()

    def _made(self, what: str, mail_id: UUID) -> bytes:
        return hmac.digest(self.secret, f"mail {what} {mail_id}".encode(), "sha256")
