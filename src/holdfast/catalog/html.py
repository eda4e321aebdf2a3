"""HTML of strangers made harmless: a product's description, as merchants paste it."""

from html import unescape
from typing import Final

import nh3

MAX_HTML: Final = 64 * 1024

_TAGS: Final = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "li", "ol", "p", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan"}}
_DROPPED_WHOLE: Final = {"script", "style", "iframe", "object", "noscript", "template", "svg"}


def clean_html(html: str) -> str:
    """Only plain formatting and links; no styles, scripts, frames, forms or images."""
    return nh3.clean(
        html[:MAX_HTML],
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def plain_text(html: str) -> str:
    """What a reader reads of it, on one line."""
    bare = nh3.clean(html[:MAX_HTML].replace("<", " <"), tags=set())
    return " ".join(unescape(bare).split())
