"""What is told of the newsletter."""

from uuid import UUID

from holdfast.db.events import Fact


class NewsletterWanted(Fact, frozen=True):
    """Somebody asked for the newsletter at an address, which may be a stranger's: a link goes
    there, and nothing else before it is opened. `linkId` is what the link is made of."""

    TYPE = "newsletter.wanted"
    SUBJECT = "subscriber id"
    link_id: UUID
