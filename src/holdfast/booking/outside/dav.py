"""As much WebDAV as a calendar needs, over connections that go to public addresses only (unless the
shop's settings allow others), with the user's password, which goes to one origin alone.

Not the library ``caldav``: it brings its own HTTP clients, which ask any address of any network.
"""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import httpcore
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from msgspec import Struct

from holdfast.booking.outside.port import CalendarAway, CalendarRefused
from holdfast.kit.public_network import Address, AddressRefused, GuardedNetwork, is_public

SECONDS: Final = 6.0  # for one answer
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_TAGS: Final = 400_000
"""Of ten thousand events each has a few; sixteen megabytes of them are read for half a minute."""
MOST_TAG: Final = 10_000
_MOST_STATUS: Final = 100
_MOVED: Final = frozenset({301, 302, 307, 308})
NAMES: Final = {
    "d": "DAV:",
    "c": "urn:ietf:params:xml:ns:caldav",
}
XML: Final = '<?xml version="1.0" encoding="utf-8"?>'


class DavAnswer(Struct, frozen=True):
    """What came back; ``text`` is what it says."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")


class Entry(Struct, frozen=True):
    """One resource of a multi-status answer: its status, and its properties as XML elements."""

    href: str
    status: int
    found: Mapping[str, Any]

    def text(self, name: str) -> str:
        element = self.found.get(name)
        return "" if element is None else (element.text or "")


class Line:
    """Connections to calendar servers, shared by all calendars of a process."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        allowed = _any_address if private else is_public
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=20,
            keepalive_expiry=15.0,
            network_backend=GuardedNetwork(allowed),
        )

    async def close(self) -> None:
        await self._pool.aclose()

    def may_ask(self, address: str) -> bool:
        """Whether such an address may be asked at all, and is written as it travels."""
        parts = _parts(address)
        if parts is None or not address.isascii() or not address.isprintable() or " " in address:
            return False
        schemes = ("https", "http") if self._private else ("https",)
        return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc

    async def ask(
        self,
        method: str,
        address: str,
        login: tuple[str, str],
        body: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> DavAnswer:
        """The answer, whatever it is, but a no to the password and a server that is away. Raises
        :class:`CalendarAway` and :class:`CalendarRefused`."""
        told = {
            "authorization": "Basic " + b64encode(":".join(login).encode()).decode(),
            "content-type": "application/xml; charset=utf-8",
            "user-agent": "Holdfast",
            **(headers or {}),
        }
        for _ in range(3):
            if not self.may_ask(address):
                raise CalendarRefused("It leads to what is no address of a server.")
            answer = await self._once(method, address, told, body.encode())
            place = answer.headers.get("location", "")
            if answer.status not in _MOVED or not place:
                return _checked(answer)
            address = same_origin(address, place)
        raise CalendarAway("It sends us round in circles.")

    async def _once(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes
    ) -> DavAnswer:
        try:
            async with asyncio.timeout(SECONDS):
                async with self._pool.stream(
                    method, address, headers=list(headers.items()), content=body
                ) as came:
                    parts, size = [], 0
                    async for part in came.aiter_stream():
                        size += len(part)
                        if size > MOST_BYTES:
                            raise CalendarAway("It answers more than can be read.")
                        parts.append(part)
                    told = {
                        name.decode("latin-1").lower(): value.decode("latin-1")
                        for name, value in came.headers
                    }
                    return DavAnswer(came.status, told, b"".join(parts))
        except AddressRefused as error:
            raise CalendarRefused("Its address is not a public one.") from error
        except TimeoutError as error:
            raise CalendarAway(f"It did not answer in {SECONDS:g} s.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException,
                OSError) as error:  # fmt: skip
            raise CalendarAway(f"The connection failed: {type(error).__name__}.") from error


def _any_address(_: Address) -> bool:
    return True


def _checked(answer: DavAnswer) -> DavAnswer:
    if answer.status == 401:
        raise CalendarRefused("It does not take the user name and the password.")
    if answer.status == 429 or answer.status >= 500:
        raise CalendarAway(f"It answered {answer.status}.")
    return answer


def same_origin(address: str, place: str) -> str:
    """``place`` as ``address`` says it. Raises :class:`CalendarRefused` for another server, which
    is not to learn the password."""
    try:
        found = urljoin(address, place)
        here, there = urlsplit(address), urlsplit(found)
    except ValueError as error:
        raise CalendarRefused("It leads to what is no address of a server.") from error
    if (here.scheme, here.netloc) != (there.scheme, there.netloc):
        raise CalendarRefused("It leads to another server. Use the address that it leads to.")
    return found


def _parts(address: str) -> SplitResult | None:
    """None: no server has such an address, or such a port."""
    try:
        parts = urlsplit(address)
        known = parts.port != 0
    except ValueError:
        return None
    return parts if known else None


def entries(answer: DavAnswer) -> tuple[list[Entry], str]:
    """What a multi-status answer lists, and its sync token. Not to be asked for where others wait.
    Raises :class:`CalendarAway`."""
    if not _is_short(answer.body):
        raise CalendarAway("It answers more than can be read.")
    try:
        tree = ElementTree.fromstring(answer.body)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise CalendarAway("It answered what is no XML.") from error
    found = list(_entries(tree))
    token = tree.findtext("d:sync-token", "", NAMES)
    return found, token


def _is_short(body: bytes) -> bool:
    """Whether it is read soon: by its tags, and by how long they are, but for the text that stands
    in one."""
    if body.count(b"<") > MOST_TAGS:
        return False
    parts = body.split(b"<")
    return all(
        len(one) <= MOST_TAG or one.startswith(b"![CDATA[") or 0 <= one.find(b">") <= MOST_TAG
        for one in parts
    )


def _entries(tree: Any) -> Iterator[Entry]:
    for one in tree.findall("d:response", NAMES):
        properties: dict[str, Any] = {}
        status = _status(one.findtext("d:status", "", NAMES)) or 200
        for part in one.findall("d:propstat", NAMES):
            if _status(part.findtext("d:status", "", NAMES)) == 200:
                for element in part.findall("d:prop/*", NAMES):
                    properties[element.tag.rpartition("}")[2]] = element
        yield Entry(one.findtext("d:href", "", NAMES), status, properties)


def _status(line: str) -> int:
    words = line[:_MOST_STATUS].split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0


def last_name(href: str) -> str:
    """The event's own part of its address."""
    parts = _parts(href)
    return unquote((href if parts is None else parts.path).rstrip("/").rpartition("/")[2])
