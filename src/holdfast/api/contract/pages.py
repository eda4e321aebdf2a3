"""The pages at ``/docs`` beside the reference: the guide, a client in five minutes, the sockets.
No scripts, nothing from elsewhere."""

import html
from importlib.resources import files
from typing import Any, Final

from markdown_it import MarkdownIt

from holdfast.api.contract.reference import known_problems, members, operations
from holdfast.api.contract.socket_document import EVENTS, socket_document

__all__ = ["guide_page", "sockets_page", "tutorial", "tutorial_page"]

_NAV: Final = (
    ("/docs", "Guide"),
    ("/docs/client-in-five-minutes", "A client in five minutes"),
    ("/docs/reference", "API reference"),
    ("/docs/sockets", "Sockets"),
    ("/", "Shop"),
)
_STYLE: Final = """
:root{color-scheme:light dark;--paper:light-dark(#fcfcfb,#111314);--ink:light-dark(#17191c,#eff1f2);
--soft:light-dark(#54585e,#a9b0b6);--line:light-dark(#e2e2dd,#2c3135);
--sunken:light-dark(#f2f2ef,#1f2326);--accent:light-dark(#2447d3,#9db0ff)}
body{background:var(--paper);color:var(--ink);font:15px/1.6 system-ui,sans-serif;margin:0}
header,main{max-width:60rem;margin:0 auto;padding:16px 20px}
nav{display:flex;flex-wrap:wrap;gap:4px 20px}a{color:var(--accent)}
a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
h1{font-size:24px}h2{font-size:18px;margin-top:2.5rem}h3{font-size:15px;margin:2rem 0 .3rem}
code{font:.92em ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:var(--sunken);padding:12px 16px;overflow-x:auto;border-radius:8px;line-height:1.5}
pre code{overflow-wrap:normal}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:6px 16px 6px 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500}tr:target td{background:var(--sunken)}
"""
_read: Final = MarkdownIt("commonmark").enable("table").render


def tutorial() -> str:
    """A client in five minutes, as Markdown."""
    return _text("client-in-five-minutes")


def _text(name: str) -> str:
    return files("holdfast.api.contract").joinpath("guide", f"{name}.md").read_text()


def _page(path: str, title: str, body: str) -> bytes:
    links = "".join(
        f"<a href='{to}'{' aria-current=page' if to == path else ''}>{name}</a>"
        for to, name in _NAV
    )
    # What scrolls sideways can be reached by keyboard.
    body = body.replace("<pre>", "<pre tabindex=0>")
    body = body.replace("<table>", "<div class=wide tabindex=0><table>")
    body = body.replace("</table>", "</table></div>")
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{title} · Holdfast</title><link rel=icon href=/favicon.svg type=image/svg+xml>"
        f"<style>{_STYLE}</style><header><nav aria-label=Documentation>{links}</nav></header>"
        f"<main>{body}</main></html>"
    ).encode()


def tutorial_page() -> bytes:
    return _page("/docs/client-in-five-minutes", "A client in five minutes", _read(tutorial()))


def guide_page(made: dict[str, Any]) -> bytes:
    """How to work with the interface; its calls and its problems in short."""
    text = html.escape
    out = [_read(_text("guide")), "<h2 id=calls>All calls</h2><table><tr><th>Call<th>What it does"]
    for _, method, path, operation in operations(made):
        told = str(operation.get("description") or operation.get("summary", "")).split("\n\n")[0]
        out.append(f"<tr><td><code>{method} {text(path)}</code><td>{text(told)}")
    out.append("</table><h2 id=problems>Problems</h2>")
    out.append("<table><tr><th>Code<th>Status<th>Meaning")
    for code, problem in known_problems().items():
        row = f"<td><code>{code}</code><td>{problem.status}<td>{text(problem.title)}"
        out.append(f"<tr id='problem-{code}'>{row}")
    out.append("</table>")
    return _page("/docs", "Guide", "\n".join(out))


def sockets_page() -> bytes:
    """Every event, who says it, and its data."""
    schemas = socket_document()["components"]["schemas"]
    out = [_read(_text("sockets"))]
    for name, (who, told, data) in EVENTS.items():
        said = "You say" if who == "client" else "You are told"
        out.append(f"<h2 id='{name}'><code>{name}</code></h2><p>{said}: {html.escape(told)}")
        schema = schemas[data["$ref"].rsplit("/", 1)[-1]] if "$ref" in data else data
        rows = [
            f"<tr><td><code>{html.escape(field)}</code><td>{html.escape(kind)}<td>"
            f"{html.escape(note)}"
            for field, kind, note in members(schema)
        ]
        if rows:
            out.append(f"<table><tr><th>Member<th>Type<th>Meaning{''.join(rows)}</table>")
        elif data.get("type") != "null":
            none = ", or nothing for all" if "oneOf" in data else ""
            out.append(f"<p>Data: a list of ids{none}.")
    return _page("/docs/sockets", "Sockets", "\n".join(out))
