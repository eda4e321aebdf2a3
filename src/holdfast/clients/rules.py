"""What is kept of a client, and what becomes of two that are one. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.sentences import say

MAX_LINE: Final = 200
MAX_NOTE: Final = 4000
MAX_TAGS: Final = 20
MAX_TAG: Final = 40
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
_PHONE: Final = re.compile(r"\+?[\d ().\-/]{5,40}")
_FEW_DIGITS: Final = 5


class ClientNotFound(Problem):
    """No such client."""

    status = 404
    code = "client-not-found"
    title = "No such client"


class ClientTerms(Struct, frozen=True, kw_only=True):
    """What staff write of a client. ``consent``: may be written to with offers. What is empty is
    told by the client's account, if there is one."""

    name: str = ""
    email: str = ""
    phone: str = ""
    tags: tuple[str, ...] = ()
    consent: bool = False


class Client(ClientTerms, frozen=True, kw_only=True):
    """As it stands. ``consent_at``: since when there is that consent, or none; ``merged_into``: who
    the client turned out to be."""

    id: UUID
    consent_at: datetime | None = None
    consent_by: str | None = None
    source: str = "staff"
    merged_into: UUID | None = None
    revision: int = 1
    made_by: str = ""
    created_at: datetime

    @property
    def terms(self) -> ClientTerms:
        return ClientTerms(
            name=self.name,
            email=self.email,
            phone=self.phone,
            tags=self.tags,
            consent=self.consent,
        )


def clean_phone(phone: str) -> str:
    """Its digits, and a plus before them where there is one: what two ways to write it share."""
    digits = re.sub(r"\D", "", phone)
    return f"+{digits}" if phone.strip().startswith("+") else digits


def client_faults(terms: ClientTerms) -> list[FieldError]:
    """Nothing, if it can be kept."""
    return list(_faults(terms))


def _faults(terms: ClientTerms) -> Iterator[FieldError]:
    most = say("At most {most} characters.", most=MAX_LINE)
    for field in ("name", "email", "phone"):
        if len(getattr(terms, field)) > MAX_LINE:
            yield FieldError(field, "too-long", most)
    if terms.email and not _MAIL.fullmatch(terms.email):
        yield FieldError("email", "invalid", say("Write an address like name@example.com."))
    if terms.phone and (
        not _PHONE.fullmatch(terms.phone) or len(clean_phone(terms.phone)) < _FEW_DIGITS
    ):
        yield FieldError(
            "phone", "invalid", say("Write a phone number: digits, and + before them.")
        )
    if len(terms.tags) > MAX_TAGS or len(set(terms.tags)) < len(terms.tags):
        yield FieldError(
            "tags", "invalid", say("At most {most} of them, each once.", most=MAX_TAGS)
        )
    if not all(tag.strip() == tag and 1 <= len(tag) <= MAX_TAG for tag in terms.tags):
        yield FieldError("tags", "too-long", say("At most {most} characters.", most=MAX_TAG))


def merged_terms(kept: Client, gone: Client) -> ClientTerms:
    """What is known of both: of two answers that of the one who stays, tags of both, and the
    consent that was asked for last."""
    newer = (
        gone
        if (gone.consent_at or gone.created_at) > (kept.consent_at or kept.created_at)
        else kept
    )
    asked = next((one for one in (newer, kept, gone) if one.consent_at is not None), kept)
    return ClientTerms(
        name=kept.name or gone.name,
        email=kept.email or gone.email,
        phone=kept.phone or gone.phone,
        tags=tuple(dict.fromkeys((*kept.tags, *gone.tags)))[:MAX_TAGS],
        consent=asked.consent,
    )
