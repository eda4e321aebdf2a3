"""How the tests themselves are laid out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
LONGEST = 350
OURS = ("holdfast", "tests", "tools", "bench")


def files() -> Iterator[tuple[str, str]]:
    for path in sorted(TESTS.rglob("*.py")):
        yield str(path.relative_to(TESTS)), path.read_text(encoding="utf-8")


def of_ours(module: str | None) -> bool:
    return (module or "").partition(".")[0] in OURS


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


MAY_BE_PRIVATE = re.compile(
    r"""\b(?!self\b|cls\b)\w+\s*\.\s*_      # of something else
        | \bimport\b [^#\n]* \b_(?!_)
        | ^[ \t]+ [\w,\ ]* \b_(?!_) [\w,\ )]* (\#.*)?$  # a line of an import's list""",
    re.MULTILINE | re.VERBOSE,
)
"""Stands in each file that might have one: few need be parsed."""


def private_names(text: str) -> Iterator[str]:
    """What is imported of ours, or looked up in a module of ours, and is that module's own."""
    if not MAY_BE_PRIVATE.search(text):
        return
    tree = ast.parse(text)
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and of_ours(node.module):
            imported |= {one.asname or one.name for one in node.names}
            yield from (one.name for one in node.names if is_private(one.name))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in imported
            and is_private(node.attr)
        ):
            yield f"{node.value.id}.{node.attr}"


def test_a_test_uses_what_is_public() -> None:
    """What is a module's own may change without anybody asking; a test goes through the front."""
    assert [(file, name) for file, text in files() for name in private_names(text)] == []


def test_files_of_tests_are_short_too() -> None:
    assert [file for file, text in files() if text.count("\n") > LONGEST] == []
