"""Which values a template asks for, before it is ever filled: also in what a condition leaves out
today."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

__all__ = ["names_of", "unknown_name"]

_ANYTHING: Final = object()


def unknown_name(tree: nodes.Node, said: Mapping[str, Any]) -> tuple[int, str] | None:
    """The first value that what is said does not have, and its line."""
    return next(_unknown(tree, dict(said)), None)


def names_of(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """All values that a template may ask for, with an example of each; of lists the first."""
    return list(_names("", said))


def _unknown(node: nodes.Node, known: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, known)
        rows = _value(node.iter, known)
        row = rows[0] if isinstance(rows, list) and rows else _ANYTHING
        inner = {**known, **_target(node.target, row)}
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from _unknown(child, inner)
        for child in node.else_:
            yield from _unknown(child, known)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        if _value(node, known) is None:
            yield node.lineno, _written(node)
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


def _target(target: nodes.Node, row: object) -> dict[str, object]:
    return {target.name: row} if isinstance(target, nodes.Name) else {}


def _value(node: nodes.Node, known: Mapping[str, Any]) -> object | None:
    """What stands there; None: nothing is known under that name."""
    if isinstance(node, nodes.Name):
        return _there(known, node.name)
    if isinstance(node, nodes.Getattr):
        of = _value(node.node, known)
        if of is _ANYTHING:
            return _ANYTHING
        return _there(of, node.attr) if isinstance(of, Mapping) else None
    return _ANYTHING


def _there(of: Mapping[str, Any], name: str) -> object | None:
    if name not in of:
        return None
    return _ANYTHING if of[name] is None else of[name]


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "?"


def _names(before: str, said: object) -> Iterator[tuple[str, str]]:
    if isinstance(said, Mapping) and set(said) != {"amount", "currency"}:
        for name, value in said.items():
            yield from _names(f"{before}.{name}" if before else str(name), value)
    elif isinstance(said, list) and said and isinstance(said[0], Mapping):
        for name, value in said[0].items():
            yield from _names(f"{before}[].{name}", value)
    else:
        yield before, "" if said is None else str(said)[:80]
