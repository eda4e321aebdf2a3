"""The OpenAPI document as people read it: its operations by tag, its schemas in a few words."""

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from holdfast.kit.errors import Problem

__all__ = ["in_words", "known_problems", "members", "operations"]

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


def in_words(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(in_words(one) for one in schema[several])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"[{in_words(schema.get('items', {}))}]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {in_words(schema['additionalProperties'])}}}"
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
        (name if name in required else f"{name}?", in_words(one), one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    ]
