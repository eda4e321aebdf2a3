"""A mail's two looks, of one text: plain, and HTML in the shop's frame. HTML in the text is shown,
not obeyed."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "html_block", "html_inline"]
)
_STYLE: Final = """
body{margin:0;background:#f4f4f5;color:#18181b;font:16px/1.5 system-ui,-apple-system,"Segoe UI",
Roboto,"Noto Sans",sans-serif}
.page{max-width:560px;margin:0 auto;padding:24px 16px}
.card{background:#fff;border:1px solid #e4e4e7;border-radius:12px;padding:24px}
.shop{font-weight:600;padding:0 0 12px}
h1{font-size:22px;line-height:1.3;margin:0 0 16px}
p,ul{margin:0 0 14px}ul{padding-left:20px}
a{color:ACCENT}
.press a{display:inline-block;background:ACCENT;color:#fff;text-decoration:none;border-radius:8px;
padding:10px 18px;font-weight:600}
.goods{width:100%;border-collapse:collapse}
.goods td{padding:10px 0;border-top:1px solid #e4e4e7}
.goods .pic{width:112px}.goods img{display:block;border-radius:8px;object-fit:cover}
.foot{color:#52525b;font-size:13px;padding:14px 4px}
"""


class Frame(Struct, frozen=True):
    """What stands around every mail: the shop, its colour, and why somebody gets this; ``zone``: by
    whose clock a day is told."""

    shop: str
    url: str
    locale: str
    accent: str = "#0f766e"
    foot: str = ""
    leave: str = ""
    leave_word: str = ""
    zone: str = "UTC"


class Card(Struct, frozen=True):
    """Something to be bought: where its page is, and what it costs. ``picture`` is an address;
    empty: there is none."""

    name: str
    url: str
    price: str
    picture: str = ""


def plain(markdown: str, frame: Frame, cards: Sequence[Card] = ()) -> str:
    """For those who read no HTML: links beside their words."""
    tokens = _led_out(_MARKDOWN.parse(markdown), frame.url)
    sold = [f"{one.name}, {one.price}: {one.url}" for one in cards]
    blocks = [*_plain_blocks(tokens), *sold, "-- \n" + frame.shop + "\n" + frame.url]
    foot = [frame.foot] if frame.foot else []
    foot += [f"{frame.leave_word}: {frame.leave}"] if frame.leave else []
    return "\n\n".join([*blocks, *foot]) + "\n"


def html(markdown: str, title: str, frame: Frame, cards: Sequence[Card] = ()) -> str:
    """A whole page. Nothing of it is loaded but pictures of ``cards``."""
    tokens = _led_out(_MARKDOWN.parse(markdown), frame.url)
    _mark_buttons(tokens)
    body = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    style = _STYLE.replace("ACCENT", frame.accent).replace("\n", "")
    leave = (
        f' <a href="{escape(frame.leave)}">{escape(frame.leave_word)}</a>' if frame.leave else ""
    )
    return (
        f'<!doctype html><html lang="{frame.locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f'<div class="page"><div class="shop">{escape(frame.shop)}</div>'
        f'<div class="card">{body}{_cards(cards)}</div>'
        f'<div class="foot">{escape(frame.foot)}{leave} <a href="{escape(frame.url)}">'
        f"{escape(frame.shop)}</a></div></div></body></html>\n"
    )


def _cards(cards: Sequence[Card]) -> str:
    """A table, which every program of mail lays out alike."""
    rows = "".join(
        f'<tr><td class="pic">{_picture(one)}</td><td>'
        f'<a href="{escape(one.url)}">{escape(one.name)}</a><br>'
        f"<b>{escape(one.price)}</b></td></tr>"
        for one in cards
    )
    return f'<table class="goods" role="presentation">{rows}</table>' if rows else ""


def _picture(card: Card) -> str:
    if not card.picture:
        return ""
    return (
        f'<a href="{escape(card.url)}"><img src="{escape(card.picture)}" alt="" width="96"'
        ' height="96"></a>'
    )


def _led_out(tokens: Sequence[Token], url: str) -> Sequence[Token]:
    """A link to a page of the shop leads there from a mail, too."""
    for one in tokens:
        for part in one.children or ():
            address = str(part.attrGet("href") or "")
            if address.startswith("/") and not address.startswith("//"):
                part.attrSet("href", url + address)
    return tokens


def chat_text(title: str, markdown: str, most: int) -> str:
    """For a chat: the title, and the text without its own heading, links beside their words."""
    tokens = _MARKDOWN.parse(markdown)
    headings = {at + 1 for at, one in enumerate(tokens) if one.type == "heading_open"}
    blocks = _plain_blocks([one for at, one in enumerate(tokens) if at not in headings])
    text = "\n\n".join([title, *blocks])
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def gist(markdown: str, most: int) -> str:
    """Its first sentence or two on one line, for where there is room for no more: what stands after
    the heading and the greeting, with the list that it introduces."""
    tokens = _MARKDOWN.parse(markdown)
    headings = {at + 1 for at, one in enumerate(tokens) if one.type == "heading_open"}
    blocks = list(_plain_blocks([one for at, one in enumerate(tokens) if at not in headings]))
    for at, block in enumerate(blocks):
        if len(block.split()) <= _GREETING:
            continue
        follows = blocks[at + 1] if block.endswith(":") and at + 1 < len(blocks) else ""
        lines = f"{block}\n{follows}".strip().split("\n")
        text = ", ".join(one.strip().removeprefix("- ") for one in lines).replace(":, ", ": ")
        text = text[:1].upper() + text[1:]
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return ""


_GREETING: Final = 2
"""Words of a greeting without a name."""


def _mark_buttons(tokens: Sequence[Token]) -> None:
    """A paragraph that is one link is to be pressed."""
    for opened, inline in pairwise(tokens):
        inner = inline.children or []
        if (
            opened.type == "paragraph_open"
            and len(inner) >= 3
            and inner[0].type == "link_open"
            and inner[-1].type == "link_close"
            and sum(one.type == "link_open" for one in inner) == 1
        ):
            opened.attrSet("class", "press")


def _plain_blocks(tokens: Sequence[Token]) -> Iterator[str]:
    listed: list[str] = []
    depth = 0
    for one in tokens:
        depth += (one.type in _LISTS) - (one.type in _LIST_ENDS)
        if one.type == "inline":
            text = _plain_line(one.children or [])
            if depth:
                listed.append(f"{'  ' * (depth - 1)}- {text}")
            else:
                yield text
        elif one.type in _LIST_ENDS and depth == 0:
            yield "\n".join(listed)
            listed = []
        elif one.type in {"fence", "code_block"}:
            yield one.content.rstrip()


_LISTS: Final = frozenset({"bullet_list_open", "ordered_list_open"})
_LIST_ENDS: Final = frozenset({"bullet_list_close", "ordered_list_close"})


def _plain_line(children: Sequence[Token]) -> str:
    found: list[str] = []
    address = ""
    begun = 0
    for one in children:
        if one.type == "link_open":
            address, begun = str(one.attrGet("href") or ""), len(found)
        elif one.type == "link_close":
            words = "".join(found[begun:])
            found[begun:] = [words if words == address else f"{words}: {address}"]
        elif one.type in {"softbreak", "hardbreak"}:
            found.append("\n")
        else:
            found.append(one.content)
    return "".join(found)
