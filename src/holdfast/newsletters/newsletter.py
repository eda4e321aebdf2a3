"""A newsletter as a value. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.locales import choose_locale
from holdfast.kit.plain_text import JOINER
from holdfast.kit.sentences import LANGUAGES, say
from holdfast.kit.versions import content_version

NewsletterStatus: TypeAlias = Literal[
    "draft", "scheduled", "sending", "sent", "stopped", "discarded"
]
MAX_TITLE: Final = 150
MAX_TEXT: Final = 20_000
MOST_PRODUCTS: Final = 12


class BadNewsletter(Problem):
    """What makes no newsletter; ``errors`` names each field at fault."""

    status = 422
    code = "newsletter-invalid"
    title = "The newsletter is not valid"


class NewsletterNotFound(Problem):
    """No such newsletter, or it was discarded."""

    status = 404
    code = "newsletter-not-found"
    title = "No such newsletter"


class NewsletterChangedMeanwhile(Problem):
    """Somebody saved the draft since it was read."""

    status = 412
    code = "newsletter-changed"
    title = "The newsletter was changed meanwhile"


class Words(Struct, frozen=True):
    """What it says in one language: its ``title``, and a ``text`` in Markdown."""

    title: str = ""
    text: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.title.strip() and self.text.strip())


class NewsletterTerms(Struct, frozen=True, kw_only=True):
    """``texts`` by language; ``products`` are shown as cards below the text; ``group``: the
    customer group whose members get it; none: all who are subscribed."""

    texts: Mapping[str, Words]
    products: tuple[UUID, ...] = ()
    group: UUID | None = None

    def words_for(self, locale: str, languages: Sequence[str]) -> tuple[str, Words]:
        """What a reader of that language reads, and in which: theirs where it is written, else the
        first of the shop's ``languages`` that is."""
        whole = tuple(one for one in languages if self.texts.get(one, Words()).is_whole)
        chosen = choose_locale(locale, None, whole or tuple(languages))
        return chosen, self.texts.get(chosen, Words())


class Counted(Struct, frozen=True):
    """What became of its mails: on their way, taken by a server, refused by one (or in doubt), and
    not sent after all, as to who left meanwhile. ``left``: who left by a link in one."""

    waiting: int = 0
    sent: int = 0
    refused: int = 0
    dropped: int = 0
    left: int = 0


class Newsletter(NewsletterTerms, frozen=True, kw_only=True):
    """``written`` mails so far, up to the subscriber ``reached``."""

    id: UUID
    status: NewsletterStatus
    created_at: datetime
    send_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    reached: UUID | None = None
    written: int = 0
    counted: Counted | None = None

    @property
    def terms(self) -> NewsletterTerms:
        return NewsletterTerms(texts=self.texts, products=self.products, group=self.group)

    @property
    def version(self) -> int:
        """Of what it says, and to whom it goes."""
        return content_version(self.terms)

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def is_scheduled(self) -> bool:
        return self.status == "scheduled"

    @property
    def is_under_way(self) -> bool:
        return self.status == "sending"


def newsletter_faults(terms: NewsletterTerms) -> Iterator[FieldError]:
    """What is wrong with it."""
    for language, words in terms.texts.items():
        at = f"texts.{language}"
        if language not in LANGUAGES:
            yield FieldError(at, "unknown", say("The shop has no such language."))
        if len(words.title) > MAX_TITLE:
            said = say("Write at most {most} characters.", most=MAX_TITLE)
            yield FieldError(f"{at}.title", "length", said)
        if not words.title.replace(JOINER, "").isprintable():
            said = say("Use visible characters only.")
            yield FieldError(f"{at}.title", "invisible", said)
        if len(words.text) > MAX_TEXT:
            said = say("Write a text of at most {most} characters.", most=MAX_TEXT)
            yield FieldError(f"{at}.text", "length", said)
    if len(terms.products) > MOST_PRODUCTS or len(set(terms.products)) < len(terms.products):
        said = say("Show at most {most} products, each once.", most=MOST_PRODUCTS)
        yield FieldError("products", "too-many", said)


def missing_words(terms: NewsletterTerms, languages: Sequence[str]) -> Iterator[FieldError]:
    """What has to be written before it goes: the first of the shop's languages, and of any other
    all or nothing."""
    for place, language in enumerate(languages):
        words = terms.texts.get(language, Words())
        begun = place == 0 or words.title.strip() or words.text.strip()
        if begun and not words.title.strip():
            yield FieldError(f"texts.{language}.title", "missing", say("Write a title."))
        if begun and not words.text.strip():
            yield FieldError(f"texts.{language}.text", "missing", say("Write a text."))
