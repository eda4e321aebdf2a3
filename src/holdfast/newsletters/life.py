"""The life of a newsletter: each move as a rider.

The legal ones stand in ``NEWSLETTER_STATES`` and are drawn in docs/life-cycles.md. What is under
way never changes: all get the same.
"""

from datetime import datetime
from uuid import UUID

from msgspec import json

from holdfast.ledger import NOW, Insert, Transition
from holdfast.newsletters.newsletter import Counted, NewsletterTerms
from holdfast.newsletters.tables import NEWSLETTER_STATES, NEWSLETTERS


def drafted(newsletter_id: UUID, terms: NewsletterTerms) -> Insert:
    """Nobody gets anything of it yet."""
    row = (newsletter_id, _packed(terms.texts), _packed(terms.products), terms.group)
    return Insert(NEWSLETTERS, (row,))


def redrafted(newsletter_id: UUID, terms: NewsletterTerms) -> Transition:
    """It says this from now on."""
    also = (
        ("texts", _packed(terms.texts)),
        ("products", _packed(terms.products)),
        ("group_id", terms.group),
    )
    return Transition(NEWSLETTER_STATES, newsletter_id, ("draft",), "draft", also)


def discarded(newsletter_id: UUID) -> Transition:
    return Transition(NEWSLETTER_STATES, newsletter_id, ("draft",), "discarded")


def scheduled(newsletter_id: UUID, at: datetime) -> Transition:
    """It begins then."""
    also = (("send_at", at),)
    return Transition(NEWSLETTER_STATES, newsletter_id, ("draft",), "scheduled", also)


def called_back(newsletter_id: UUID) -> Transition:
    """It does not begin: it is a draft again."""
    also = (("send_at", None),)
    return Transition(NEWSLETTER_STATES, newsletter_id, ("scheduled",), "draft", also)


def begun(newsletter_id: UUID) -> Transition:
    """It goes to who is subscribed by now."""
    also = (("begun_at", NOW),)
    return Transition(NEWSLETTER_STATES, newsletter_id, ("scheduled",), "sending", also)


def stopped(newsletter_id: UUID) -> Transition:
    """Nobody more gets it; what a server has been given stays given."""
    also = (("ended_at", NOW),)
    return Transition(NEWSLETTER_STATES, newsletter_id, ("sending",), "stopped", also)


def sent(newsletter_id: UUID, counted: Counted) -> Transition:
    """All its mails have ended."""
    also = (("ended_at", NOW), ("counted", _packed(counted)))
    return Transition(NEWSLETTER_STATES, newsletter_id, ("sending",), "sent", also)


def _packed(value: object) -> str:
    return json.encode(value).decode()
