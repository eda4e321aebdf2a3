"""A mail as a value: who is told what, and how it is told apart from all others."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID, uuid5

from msgspec import Struct

from holdfast.kit.plain_text import JOINER

MailStatus: TypeAlias = Literal["waiting", "sending", "handing", "sent", "dead", "dropped"]
Channel: TypeAlias = Literal["mail", "push", "telegram", "sms", "app"]

BEHIND_ALL: Final = "newsletter"
"""The kind that goes when nothing else is due."""
_MAILS: Final = UUID("5a0a1f7e-0f0e-5f0b-8c54-6c1f9b0d7a11")
"""The namespace of their ids; it never changes."""
# What can stand in an envelope as it is, without SMTPUTF8: no space, no bracket, no line's end.
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SITE: Final = re.compile(
    r"://|@|[^\s.]{2,}\.[^\W\d_]{2,}|[^\s.]\.[a-z]{2,3}(?!\w)|\d(?:\.\d+){3}", re.IGNORECASE
)
_MAX_NAME: Final = 120


class NewMail(Struct, frozen=True, kw_only=True):
    """What is to be said to somebody; ``event`` is the type and the place of what led to it,
    ``address`` where it goes by its channel."""

    event: str
    kind: str
    subject_id: str
    owner: str
    address: str
    name: str
    locale: str
    said: Mapping[str, Any]
    late_at: datetime
    channel: Channel = "mail"
    due_at: datetime | None = None
    """When it is to go; at once, if that is not said."""
    bounded: bool = False
    """Whether it counts among those of which only so many a day go to one address."""
    together: str = ""
    """What it is a part of: one mail tells of all that wait and are parts of the same."""
    refused: str = ""
    """Why it is not sent at all; it stands in the log."""

    @property
    def id(self) -> UUID:
        """The same for the same event, kind and person, whoever makes it and however often."""
        return uuid5(_MAILS, "\n".join((self.event, self.kind, self.subject_id, self.address)))


class Mail(Struct, frozen=True, kw_only=True):
    """One of the log. ``before`` is what it was when it was claimed."""

    id: UUID
    event: str
    kind: str
    subject_id: str
    owner: str
    address: str
    name: str
    locale: str
    said: dict[str, Any]
    status: MailStatus
    title: str
    tries: int
    doubts: int
    error: str
    created_at: datetime
    due_at: datetime
    late_at: datetime
    ended_at: datetime | None
    channel: Channel = "mail"
    together: str = ""
    claim: UUID | None = None
    before: MailStatus = "waiting"


def reachable(address: str) -> str | None:
    """The address as it stands in an envelope, its domain in ASCII; None if mail cannot go
    there."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not 1 <= len(local) <= 64 or not _LOCAL.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(domain) > 253 or not all(_LABEL.fullmatch(one) for one in labels):
        return None
    return f"{local}@{domain}"


def names_a_site(text: str) -> bool:
    """Whether mail programs would make a link of a part of it: a name that is to stand in a mail
    to strangers is none then. Initials are no site."""
    return _SITE.search(text) is not None


def in_a_header(text: str, most: int = _MAX_NAME) -> str:
    """One line without control characters, so that no header ends where it should not."""
    plain = "".join(letter if letter.isprintable() or letter == JOINER else " " for letter in text)
    return " ".join(plain.split())[:most]
