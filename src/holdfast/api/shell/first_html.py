"""The head of a page in the HTML that is sent first: title, description, canonical address, the
other languages, Open Graph, and schema.org's data.

The data stands in a script element that no browser runs (``application/ld+json``), so the content
security policy lets it be; nothing a merchant writes ends that element or an attribute.
"""

import re
from html import escape
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.views.heads.head import Head, absolute, address_in

__all__ = ["Template", "template_of"]

_TITLE: Final = re.compile(rb"<title>.*?</title>", re.DOTALL)
_DESCRIPTION: Final = re.compile(rb"\s*<meta name=\"description\"[^>]*>")
_ICON: Final = re.compile(rb"<link rel=\"icon\"[^>]*>")
_LANGUAGE: Final = b'<html lang="en">'
_REGIONS: Final = {"en": "en_US", "ru": "ru_RU", "ko": "ko_KR"}
# Inside a script element only these could end it, or begin what a parser reads otherwise.
_UNSAFE: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


class Template(Struct, frozen=True):
    """The app's first HTML in three parts: its language and its head go between them."""

    start: bytes
    middle: bytes
    rest: bytes

    def written(self, head: Head, origin: str) -> bytes:
        spoken = f'<html lang="{head.locale}" data-languages="{" ".join(head.languages)}">'
        language = spoken.encode() if self.middle else b""
        rest = self.rest
        if head.icon:
            icon = f'<link rel="icon" href="{escape(head.icon)}">'.encode()
            rest = _ICON.sub(lambda _: icon, rest, count=1)
        return self.start + language + self.middle + _tags(head, origin).encode() + rest


def template_of(html: bytes) -> Template | None:
    """None for what has no title to put one's own in place of."""
    html = _DESCRIPTION.sub(b"", html, count=1)
    title = _TITLE.search(html)
    if title is None:
        return None
    before, rest = html[: title.start()], html[title.end() :]
    start, language, middle = before.partition(_LANGUAGE)
    return Template(start, middle if language else b"", rest)


def _tags(head: Head, origin: str) -> str:
    tags = [f"<title>{escape(head.title)}</title>"]
    if head.style:
        tags.append(f'<style id="accent">{head.style}</style>')
    if head.home:
        tags.append(f'<script type="application/json" id="home">{_safe(head.home)}</script>')
    if head.path is None:
        tags.append('<meta name="robots" content="noindex">')
        return "\n    ".join(tags)
    here = absolute(origin, address_in(head.locale, head.path, head.languages))
    tags.append(_meta("name", "description", head.description))
    tags.append(f'<link rel="canonical" href="{escape(here)}">')
    for locale in head.languages:
        there = absolute(origin, address_in(locale, head.path, head.languages))
        tags.append(f'<link rel="alternate" hreflang="{locale}" href="{escape(there)}">')
    plain = escape(absolute(origin, head.path))
    tags.append(f'<link rel="alternate" hreflang="x-default" href="{plain}">')
    tags += [_meta("property", name, content) for name, content in _open_graph(head, here, origin)]
    tags.append(_meta("name", "twitter:card", "summary_large_image" if head.picture else "summary"))
    tags += [_data(one) for one in head.data]
    return "\n    ".join(tags)


def _open_graph(head: Head, here: str, origin: str) -> list[tuple[str, str]]:
    said = [
        ("og:type", head.kind),
        ("og:site_name", head.shop),
        ("og:title", head.title),
        ("og:description", head.description),
        ("og:url", here),
        ("og:locale", _REGIONS.get(head.locale, head.locale)),
    ]
    others = (one for one in head.languages if one != head.locale)
    said += [("og:locale:alternate", _REGIONS.get(one, one)) for one in others]
    if head.picture is not None:
        said.append(("og:image", absolute(origin, head.picture.url)))
        sizes = (("width", head.picture.width), ("height", head.picture.height))
        said += [(f"og:image:{name}", str(size)) for name, size in sizes if size]
        said.append(("og:image:alt", head.picture.alt))
    if head.price is not None:
        amount, currency = head.price
        said += [("product:price:amount", amount), ("product:price:currency", currency)]
    return said


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">'


def _data(thing: object) -> str:
    text = _safe(msgspec.json.encode(thing).decode())
    return f'<script type="application/ld+json">{text}</script>'


def _safe(text: str) -> str:
    """JSON that nothing in it ends."""
    return text.translate(_UNSAFE)
