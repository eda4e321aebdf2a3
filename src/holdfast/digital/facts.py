"""What is told of codes, never what they say; and of files."""

from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class GivenItem(Struct, frozen=True, rename="camel"):
    """So many units of a product, as the order calls it."""

    name: str
    quantity: int
    options: dict[str, str]


class DigitalCodesGiven(Fact, frozen=True):
    """Codes were given to a paid order: its page shows them. `whole`: it has all that it is to
    have of them. `language` is the order's."""

    TYPE = "codes.given"
    SUBJECT = "order id"
    order_number: str
    owner: str
    language: str | None
    items: tuple[GivenItem, ...]
    whole: bool


class DigitalCodeSeen(Fact, frozen=True):
    """Its buyer looked at a code for the first time: refunded, it is not sold again."""

    TYPE = "codes.seen"
    SUBJECT = "order id"
    code_id: UUID
    line: int


class DigitalFilesGiven(Fact, frozen=True):
    """The files of a paid order may be fetched: its page has them. `language` is the order's."""

    TYPE = "files.given"
    SUBJECT = "order id"
    order_number: str
    owner: str
    language: str | None
    items: tuple[GivenItem, ...]


class DigitalFileFetched(Fact, frozen=True):
    """Its buyer fetches the file of a line; refunded after that, its units are not sold again."""

    TYPE = "files.fetched"
    SUBJECT = "order id"
    line: int
    file_id: UUID
