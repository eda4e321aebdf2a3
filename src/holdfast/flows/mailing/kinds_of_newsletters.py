"""Mails of the newsletter. A part of ``kinds``."""

from typing import Final

from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.reading_newsletters import (
    SUBSCRIBERS,
    WRITTEN,
    still_asked_for,
    still_subscribed,
)
from holdfast.mail import BEHIND_ALL, Channel
from holdfast.newsletters import LINK_DAYS, NewsletterWanted

__all__ = ["NEWSLETTER", "NEWSLETTER_TRY", "OF_NEWSLETTERS"]

_BY_MAIL: Final[tuple[Channel, ...]] = ("mail",)

OF_NEWSLETTERS: Final[tuple[Kind, ...]] = (
    Kind(name="newsletter-confirm", event=NewsletterWanted, about=SUBSCRIBERS, days=LINK_DAYS / 2,
         bounded=True, apart=True, still=still_asked_for, channels=_BY_MAIL),
)  # fmt: skip

NEWSLETTER: Final = Kind(
    name=BEHIND_ALL, event=None, about=WRITTEN, asked_for=False, still=still_subscribed,
    channels=_BY_MAIL,
)  # fmt: skip
"""To each who is subscribed; who reads it leaves by its link."""
NEWSLETTER_TRY: Final = Kind(name="newsletter-try", event=None, about=WRITTEN, channels=_BY_MAIL)
"""The same to one of staff."""
