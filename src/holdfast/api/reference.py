"""The interface, written out for people from the OpenAPI document: Markdown for ``docs/http.md``,
HTML for ``/docs`` (one page, no scripts, nothing from elsewhere)."""

import html
import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from holdfast.kit.errors import Problem

__all__ = ["html_page", "known_problems", "markdown"]

Document: TypeAlias = dict[str, Any]
_ORDER = ("get", "post", "put", "patch", "delete")


def known_problems() -> dict[str, type[Problem]]:
    """Every problem by its code; of several with the same code the first by module and name."""
    kinds: list[type[Problem]] = []
    waiting = list(Problem.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if "code" in vars(kind) and kind.__module__.startswith("holdfast."):
            kinds.append(kind)
    found: dict[str, type[Problem]] = {}
    for kind in sorted(kinds, key=lambda one: (one.code, one.__module__, one.__name__)):
        found.setdefault(kind.code, kind)
    return found


def _operations(made: Document) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(tag, method, path, operation), by tag in order of first use."""
    grouped: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in made["paths"].items():
        for method in _ORDER:
            if method in operations:
                operation = operations[method]
                tag = (operation.get("tags") or ["other"])[0]
                grouped.setdefault(tag, []).append((method.upper(), path, operation))
    for tag, entries in grouped.items():
        for entry in entries:
            yield tag, *entry


def _named(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(_named(one) for one in schema[several])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"[{_named(schema.get('items', {}))}]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_named(schema['additionalProperties'])}}}"
    kind = str(schema.get("type", "anything"))
    bounds = [
        f"{word} {schema[name]}"
        for name, word in (
            ("minimum", "from"), ("maximum", "to"), ("minLength", "at least"),
            ("maxLength", "at most"), ("maxItems", "at most"), ("default", "else"),
        )
        if name in schema
    ]  # fmt: skip
    if schema.get("format"):
        bounds.insert(0, str(schema["format"]))
    return f"{kind} ({', '.join(bounds)})" if bounds else kind


def _fields(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(name, type, description) of an object's members; a ``?`` marks those that may lack."""
    required = set(schema.get("required", ()))
    return [
        (name if name in required else f"{name}?", _named(one), one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    ]


def _told(operation: dict[str, Any]) -> str:
    return str(operation.get("description") or operation.get("summary", "")).strip()


def _body_of(described: dict[str, Any]) -> str:
    for media, content in described.get("content", {}).items():
        if media != "application/problem+json" and content.get("schema"):
            return _named(content["schema"])
    return ""


def markdown(made: Document) -> str:
    """The whole interface as one Markdown text."""
    lines = [
        "# HTTP interface",
        "",
        "Made by `tools/write_http_reference.py` from the OpenAPI document (a running shop has it",
        "at `/api/openapi.json`). Do not edit.",
        "",
        made["info"]["description"],
    ]
    last = ""
    for tag, method, path, operation in _operations(made):
        if tag != last:
            lines += ["", f"## {tag.capitalize()}"]
            last = tag
        lines += ["", f"### `{method} {path}`", "", _told(operation), ""]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] != "Idempotency-Key":
                kind = _named(parameter.get("schema", {}))
                text = parameter.get("description", "")
                lines.append(f"- `{parameter['name']}` ({parameter['in']}): {kind} {text}".rstrip())
        if "requestBody" in operation:
            lines.append(f"- Body: `{_body_of(operation['requestBody'])}`")
        for status, response in operation["responses"].items():
            shown = _body_of(response)
            what = f"`{shown}`" if shown else response["description"]
            lines.append(f"- {status}: {what}")
    lines += ["", "## Problems", "", "| code | status | meaning |", "|---|---|---|"]
    for code, problem in known_problems().items():
        lines.append(f"| `{code}` | {problem.status} | {problem.title} |")
    lines += ["", "## Schemas"]
    for name, schema in sorted(made["components"]["schemas"].items()):
        lines += ["", f"### {name}", "", schema.get("description", "")]
        for field, kind, text in _fields(schema):
            lines.append(f"- `{field}`: {kind}{' · ' + text if text else ''}")
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip() + "\n"


_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem}h2{margin-top:2.5rem}h3{margin:2rem 0 .3rem;font-size:1rem}
code{font:0.9em ui-monospace,monospace}ul{padding-left:1.2rem;margin:.4rem 0}
table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0}
.m{display:inline-block;min-width:3.5rem;font-weight:600}summary{cursor:pointer}
"""


def html_page(made: Document) -> bytes:
    """The whole interface as one HTML page."""
    text = html.escape
    out = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'><title>Holdfast HTTP interface</title>",
        f"<style>{_STYLE}</style><h1>Holdfast HTTP interface</h1>",
        f"<p>{text(made['info']['description'])}",
        "<p><a href=/api/openapi.json>OpenAPI document</a>",
        "· <a href=#problems>Problems</a> · <a href=#schemas>Schemas</a>",
    ]
    last = ""
    for tag, method, path, operation in _operations(made):
        if tag != last:
            out.append(f"<h2>{text(tag.capitalize())}</h2>")
            last = tag
        ident = text(operation.get("operationId", path))
        out.append(f"<h3 id='{ident}'><code><span class=m>{method}</span>{text(path)}</code></h3>")
        out.append(f"<p>{text(_told(operation))}<ul>")
        for parameter in operation.get("parameters", ()):
            kind = text(_named(parameter.get("schema", {})))
            name, place = text(parameter["name"]), parameter["in"]
            out.append(f"<li><code>{name}</code> ({place}): {kind}")
        if "requestBody" in operation:
            out.append(f"<li>Body: {_link(_body_of(operation['requestBody']))}")
        out.append("</ul><details><summary>Answers</summary><ul>")
        for status, response in operation["responses"].items():
            shown = _body_of(response)
            out.append(f"<li>{status}: {_link(shown) if shown else text(response['description'])}")
        out.append("</ul></details>")
    out.append("<h2 id=problems>Problems</h2><table><tr><th>code<th>status<th>meaning")
    for code, problem in known_problems().items():
        row = f"<td><code>{code}</code><td>{problem.status}<td>{text(problem.title)}"
        out.append(f"<tr id='problem-{code}'>{row}")
    out.append("</table><h2 id=schemas>Schemas</h2>")
    for name, schema in sorted(made["components"]["schemas"].items()):
        out.append(f"<h3 id='schema-{text(name)}'>{text(name)}</h3>")
        out.append(f"<p>{text(schema.get('description', ''))}<ul>")
        for field, kind, note in _fields(schema):
            out.append(f"<li><code>{text(field)}</code>: {text(kind)} {text(note)}")
        out.append("</ul>")
    return "\n".join(out).encode()


def _link(name: str) -> str:
    shown = html.escape(name)
    return f"<a href='#schema-{shown}'>{shown}</a>" if name.isidentifier() else shown
