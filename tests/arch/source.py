"""Reading our own source: modules, what they import and from where."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

__all__ = ["OPEN_FOLDERS", "PACKAGE", "Import", "Module", "modules"]

PACKAGE = Path(__file__).parents[2] / "src" / "holdfast"

# Folders whose modules are their surface, each with an ``__all__``: tools and ends, not nouns.
OPEN_FOLDERS = {
    "kit", "db", "flows", "views", "api", "worker", "bot", "server", "commands", "cli", "gateway",
    "roles",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """``from module import name`` (or ``import module``, then without a name)."""

    module: str
    name: str | None
    line: int
    inside: str | None  # the function it stands in


@dataclass(frozen=True)
class Module:
    """One file of ours; what is read of it is read once."""

    name: str
    path: Path

    @property
    def folder(self) -> str:
        """The folder below ``holdfast`` it belongs to; empty for files beside the folders."""
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def label(self) -> str:
        return str(self.path.relative_to(PACKAGE))

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def public(self) -> list[str] | None:
        """Its ``__all__``, which a module of an open folder has to have; else what it defines, and
        a folder's ``__init__`` also what it imports of its folder."""
        own = []
        for statement in self.tree.body:
            targets: list[ast.expr] = []
            match statement:
                case ast.Assign():
                    targets, value = statement.targets, statement.value
                case ast.AnnAssign() if statement.value is not None:
                    targets, value = [statement.target], statement.value
                case ast.ImportFrom() if (statement.module or "").startswith(f"{self.name}."):
                    own += [one.asname or one.name for one in statement.names]
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    own.append(statement.name)
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            if "__all__" in names:
                return list(ast.literal_eval(value))
            own += names
        if self.path.name != "__init__.py" and self.folder in OPEN_FOLDERS:
            return None
        return [name for name in own if not name.startswith("_")]

    @cached_property
    def imports(self) -> Sequence[Import]:
        return tuple(_imports(self.tree, None))

    def nodes(self, *words: str) -> Iterator[ast.AST]:
        """All of its tree, if one of these words stands in it: many have no need to be parsed."""
        if any(word in self.text for word in words):
            yield from ast.walk(self.tree)

    def uses(self, *names: str) -> Iterator[tuple[str, int]]:
        """Every dotted name that is called or read and ends with one of these, with its line."""
        for node in self.nodes(*names):
            if isinstance(node, ast.Attribute) and node.attr in names:
                yield ast.unparse(node), node.lineno


def _imports(node: ast.AST, inside: str | None) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _imports(child, child.name)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                yield Import(child.module or "", alias.name, child.lineno, inside)
        elif isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, None, child.lineno, inside)
        else:
            yield from _imports(child, inside)


@cache
def modules() -> dict[str, Module]:
    """All of ours, by dotted name (a folder's ``__init__`` by the folder's name)."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path)
    return found
