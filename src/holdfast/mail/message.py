"""A mail as it travels: the same bytes for the same mail at every try, so that who gets it twice
can tell by its Message-ID."""

from collections.abc import Sequence
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Final

from msgspec import Struct

from holdfast.mail.mail import Mail, in_a_header


class Enclosed(Struct, frozen=True):
    """A file that comes with it."""

    name: str
    type: str
    content: bytes
    method: str = ""
    """Of a calendar: what is to be done with it."""


class Sender(Struct, frozen=True):
    """Whose mails they are."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def message_id(mail: Mail, sender: Sender) -> str:
    """Of event and person: the same however often it is sent."""
    return f"<{mail.id}@{sender.domain}>"


class _Headers(EmailPolicy):
    """What is not ASCII is folded here: where Python does it, a space may get lost."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii():
            return super().fold_binary(name, value)
        phrase, rest = value, ""
        if isinstance(value, AddressHeader):
            (address,) = value.addresses
            phrase, rest = address.display_name, f" <{address.addr_spec}>"
        words = Header(phrase, "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{rest}{self.linesep}".encode()


_POLICY: Final = _Headers(linesep="\r\n")


def message_of(
    mail: Mail, sender: Sender, to: str, title: str, plain: str, html: str,
    enclosed: Sequence[Enclosed] = (), leave: str = "",
) -> bytes:  # fmt: skip
    """The whole of it. ``leave`` is where one says that one wants no more of them, by one POST."""
    made = EmailMessage(policy=_POLICY)
    made["Subject"] = in_a_header(title, 200)
    made["From"] = _named(sender.name, sender.address)
    made["To"] = _named(mail.name, to)
    made["Date"] = format_datetime(mail.created_at)
    made["Message-ID"] = message_id(mail, sender)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    if leave:
        made["List-Unsubscribe"] = f"<{leave}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(plain, cte="base64")
    made.add_alternative(html, subtype="html", cte="base64")
    for one in enclosed:
        main, _, sub = one.type.partition("/")
        parameters = {"method": one.method} if one.method else None
        made.add_attachment(
            one.content, maintype=main, subtype=sub, filename=one.name, params=parameters
        )
    for at, part in enumerate(one for one in made.walk() if one.is_multipart()):
        part.set_boundary(f"holdfast-{at}-{mail.id}")
    return made.as_bytes()


def _named(name: str, address: str) -> Address:
    return Address(display_name=in_a_header(name), addr_spec=address)
