"""The interface, written out for people from the OpenAPI document: ``docs/http.md``."""

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from holdfast.api.contract.access import access_of
from holdfast.kit.errors import Problem

__all__ = ["known_problems", "markdown", "members", "operations"]

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


def operations(made: Document) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
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


def members(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
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
        "",
        "Who may ask stands with each route: *anybody* includes guests, *member* is whoever is",
        "logged in. Of what is said to be one's own, others' is answered as what there is not. Of",
        "a person a manager touches customers alone, an admin everybody but themself.",
    ]
    last = ""
    for tag, method, path, operation in operations(made):
        if tag != last:
            lines += ["", f"## {tag.capitalize()}"]
            last = tag
        lines += ["", f"### `{method} {path}`", "", _told(operation), ""]
        lines.append(f"- Who: {access_of(method, path).told}")
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
        for field, kind, text in members(schema):
            lines.append(f"- `{field}`: {kind}{' · ' + text if text else ''}")
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip() + "\n"
