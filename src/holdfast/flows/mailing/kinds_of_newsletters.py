"""Mails of the newsletter. A part of ``kinds``."""

from typing import Final

from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.reading_newsletters import SUBSCRIBERS, still_asked_for
from holdfast.mail import Channel
from holdfast.newsletters import LINK_DAYS, NewsletterWanted

__all__ = ["OF_NEWSLETTERS"]

_BY_MAIL: Final[tuple[Channel, ...]] = ("mail",)

OF_NEWSLETTERS: Final[tuple[Kind, ...]] = (
    Kind(name="newsletter-confirm", event=NewsletterWanted, about=SUBSCRIBERS, days=LINK_DAYS / 2,
         bounded=True, apart=True, still=still_asked_for, channels=_BY_MAIL),
)  # fmt: skip
