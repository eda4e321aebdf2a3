"""What is told of people."""

from datetime import datetime
from typing import Literal, TypeAlias

from holdfast.db.events import Fact

AccountChange: TypeAlias = Literal[
    "password-changed", "password-chosen", "password-set", "email-changed", "second-factor-on",
    "second-factor-off", "second-factor-reset", "recovery-codes-renewed", "recovery-code-used",
    "login-connected", "login-disconnected", "chat-linked", "token-made",
]  # fmt: skip
"""``password-changed``: by who is logged in; ``-chosen``: by a link; ``-set`` and
``second-factor-reset``: by the shop; ``chat-linked``: a chat with the bot, which books."""


class PasswordLinkWanted(Fact, frozen=True):
    """A link by which this user chooses a password goes to the user's address, and to nobody else.
    ``by``: who asked, somebody who may be this user and has forgotten it, or the shop's staff;
    ``locale`` is what was read by the former."""

    TYPE = "user.password-link.wanted"
    SUBJECT = "user id"
    locale: str | None = None
    by: Literal["user", "staff"] = "user"


class ContactCodeWanted(Fact, frozen=True):
    """Whoever this is, a guest or a user, wants to show that mail at the address reaches them: a
    code goes there, and to nobody else."""

    TYPE = "contact.code.wanted"
    SUBJECT = "code id"
    owner: str
    email: str
    locale: str | None = None


class EmailLinkWanted(Fact, frozen=True):
    """This user wants to show that mail at the account's address is theirs: a link goes there, and
    to nobody else."""

    TYPE = "user.email-link.wanted"
    SUBJECT = "user id"
    locale: str | None = None


class AccountChanged(Fact, frozen=True):
    """Who comes into the account, or by what, is not as it was. Its owner is told so at ``email``,
    the account's address until then. ``provider``: by which one logs in, or does no more."""

    TYPE = "user.account.changed"
    SUBJECT = "user id"
    what: AccountChange
    email: str
    at: datetime
    provider: str = ""


class ClosingCodeWanted(Fact, frozen=True):
    """This user, who has no password, wants to close the account: a code goes to its address, and
    to nobody else."""

    TYPE = "user.closing-code.wanted"
    SUBJECT = "code id"
    owner: str
    email: str
    locale: str | None = None


class AccountClosed(Fact, frozen=True):
    """An account is closed for good, and what was known of its person is gone or anonymous: whoever
    keeps something of this user elsewhere removes it. ``by``: themselves, or staff whom they
    asked; ``given_up``: what was left in wallets as well. They are told at ``email``, which is
    emptied once more is looked for."""

    TYPE = "user.account.closed"
    SUBJECT = "user id"
    by: Literal["owner", "staff"]
    owner: str = ""
    email: str = ""
    given_up: bool = False


class PhotographerAway(Fact, frozen=True):
    """Whose time is booked cannot come in as a photographer or a studio any more: the account is
    blocked, or is none any more."""

    TYPE = "user.photographer-away"
    SUBJECT = "user id"
    why: Literal["blocked", "role"]
    by: str


class GuestErased(Fact, frozen=True):
    """What was kept by an address of mail outside of accounts is gone or anonymous, and whoever it
    reached is told there, once; ``email`` is emptied as that of an account."""

    TYPE = "user.guest.erased"
    SUBJECT = "guest id"
    owner: str
    email: str
    locale: str | None = None
