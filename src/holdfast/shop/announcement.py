"""One sentence that stands above the shop: in each language its own, for a while or until it is
taken away. Pure."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Final

from msgspec import Struct, json

from holdfast.kit.locales import Locale
from holdfast.kit.sentences import say
from holdfast.shop.home import leads_somewhere

MAX_ANNOUNCED: Final = 160
"""Letters: it is a sentence, and stands on a phone in three lines."""


class Announcement(Struct, frozen=True):
    """Without ``texts`` there is none. ``link``: a page of the shop or any other (``https://``); it
    is seen from ``begins_at`` until before ``ends_at``, as far as these are said."""

    texts: dict[Locale, str] = {}
    link: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def id(self) -> str:
        """Another one where something else is said: who put one away has put away that."""
        return sha256(json.encode([sorted(self.texts.items()), self.link])).hexdigest()[:16]

    def is_over(self, now: datetime) -> bool:
        """Whether nobody sees it any more."""
        return not self.texts or (self.ends_at is not None and self.ends_at <= now)


def announcement_faults(said: Announcement) -> Iterator[tuple[str, str]]:
    """What is wrong with it, by field."""
    if said.link and not leads_somewhere(said.link):
        detail = say("Use an address of the shop, such as /category/lamps, or https://.")
        yield "announcement.link", detail
    if said.begins_at is not None and said.ends_at is not None and said.ends_at <= said.begins_at:
        yield "announcement.endsAt", say("The end must be later than the start.")
