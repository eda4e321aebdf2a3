"""Mails about an account, and codes and links that show whose an address is: to that address alone.
A part of ``kinds``."""

from typing import Final

from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.reading import CLOSINGS, CONTACTS, PEOPLE
from holdfast.flows.mailing.reading_accounts import CHANGES, FAREWELLS
from holdfast.mail import Channel
from holdfast.people import (
    AccountChanged,
    AccountClosed,
    ClosingCodeWanted,
    ContactCodeWanted,
    EmailLinkWanted,
    GuestErased,
    PasswordLinkWanted,
)

__all__ = ["OF_ACCOUNTS"]

_BY_MAIL: Final[tuple[Channel, ...]] = ("mail",)

OF_ACCOUNTS: Final[tuple[Kind, ...]] = (
    Kind(name="password-link", event=PasswordLinkWanted, about=PEOPLE, days=0.5, bounded=True,
         apart=True, channels=_BY_MAIL),
    Kind(name="email-link", event=EmailLinkWanted, about=PEOPLE, days=0.5, bounded=True,
         apart=True, channels=_BY_MAIL),
    Kind(name="contact-code", event=ContactCodeWanted, about=CONTACTS, days=0.02, bounded=True,
         apart=True, channels=_BY_MAIL),
    Kind(name="closing-code", event=ClosingCodeWanted, about=CLOSINGS, days=0.02, bounded=True,
         apart=True, channels=_BY_MAIL),
    Kind(name="account-changed", event=AccountChanged, about=CHANGES, days=7.0, bounded=True,
         apart=True, channels=_BY_MAIL),
    Kind(name="account-closed", event=AccountClosed, about=FAREWELLS, days=0.5, channels=_BY_MAIL),
    Kind(name="data-removed", event=GuestErased, about=FAREWELLS, days=0.5, channels=_BY_MAIL),
)  # fmt: skip
