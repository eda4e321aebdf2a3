"""``docs/events.md`` says what the code does."""

import ast
import re
from collections.abc import Iterator

from tests.arch.source import PACKAGE, Module, modules
from tools.event_types import event_types

PAGE = PACKAGE.parents[1] / "docs" / "events.md"


def test_every_event_is_named_once_and_told() -> None:
    kinds = event_types()
    names = [kind.TYPE for kind in kinds]
    assert len(set(names)) == len(names)
    for kind in kinds:
        assert kind.__doc__, kind
        assert kind.SUBJECT.endswith((" id", " name", " code", "day (UTC)")), kind


def test_no_event_that_the_code_writes_is_missing_from_the_page() -> None:
    written = sorted(name for module in modules().values() for name in _types(module))
    told = re.findall(r"^### `([^`]+)`$", PAGE.read_text(), re.MULTILINE)
    assert sorted(told) == written


def _types(module: Module) -> Iterator[str]:
    """What classes of it say as ``TYPE``."""
    for one in ast.walk(module.tree):
        match one:
            case ast.Assign(targets=[ast.Name(id="TYPE")], value=ast.Constant(value=str(name))):
                yield name
            case ast.AnnAssign(target=ast.Name(id="TYPE"), value=ast.Constant(value=str(name))):
                yield name
