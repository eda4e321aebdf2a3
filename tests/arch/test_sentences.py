"""Whatever a refusal says to people is said in every language of the shop, with the same values."""

import ast
import json
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import LANGUAGES, catalogue
from tests.arch.source import PACKAGE, Module, modules

WHERE = "sentences.{language}.json of its noun, or kit/sentences/{language}.json, and sort them"


def _kinds() -> list[type[Problem]]:
    """Every kind of problem, from wherever it is."""
    for module in modules().values():
        if "Problem)" in module.text and "class " in module.text:
            import_module(module.name)
    kinds, waiting = [], [Problem]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("holdfast."):
            kinds.append(kind)
    return kinds


KINDS = _kinds()
NAMES = {kind.__name__ for kind in KINDS}


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _spoken(call: ast.Call) -> ast.expr | None:
    """The argument of a call that people read."""
    name = _called(call)
    if name in NAMES or name in ("say", "__init__", "ValueError"):
        return call.args[0] if call.args else None
    if name == "FieldError":
        return call.args[2] if len(call.args) > 2 else None
    return None


def _texts(said: ast.expr) -> Iterator[ast.expr]:
    """What it may be: of a choice, each."""
    if isinstance(said, ast.IfExp):
        yield from _texts(said.body)
        yield from _texts(said.orelse)
    elif isinstance(said, ast.BoolOp):
        for value in said.values:
            yield from _texts(value)
    else:
        yield said


def _speaks(module: Module, call: ast.Call) -> bool:
    """Whether a call of this name says something to people in this module."""
    match _called(call):
        case "say":
            return "holdfast.kit.sentences import" in module.text
        case "__init__":
            return "Problem)" in module.text
        case "ValueError":
            return module.folder == "api"
    return True


@cache
def _said() -> Sequence[tuple[str, ast.expr]]:
    return [
        (f"{module.label}:{text.lineno}", text)
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and (said := _spoken(node)) is not None
        if _speaks(module, node)
        for text in _texts(said)
    ]


@cache
def sentences() -> dict[str, str]:
    """Every sentence, and a place where it is said."""
    found = {kind.title: kind.__name__ for kind in KINDS}
    for place, text in _said():
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
            found[text.value] = place
    return found


def _values(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_a_sentence_with_values_is_made_by_say() -> None:
    wrong = [place for place, text in _said() if isinstance(text, (ast.JoinedStr, ast.BinOp))]
    assert not wrong, f'write say("... {{name}}", name=value) in place of an f-string: {wrong}'


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_sentence_has_its_translation(language: str) -> None:
    known = catalogue(language)
    missing = {text: place for text, place in sentences().items() if not known.get(text)}
    assert not missing, f"say these in {WHERE.format(language=language)}: {missing}"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_has_the_values_of_its_sentence(language: str) -> None:
    wrong = {
        text: said for text, said in catalogue(language).items() if _values(text) != _values(said)
    }
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    unsaid = sorted(catalogue(language).keys() - sentences().keys())
    assert not unsaid, f"leave these out of {WHERE.format(language=language)}: {unsaid}"


def _kept(language: str) -> dict[Path, list[str]]:
    """The sentences of each file."""
    of_nouns = PACKAGE.glob(f"*/sentences.{language}.json")
    files = (PACKAGE / "kit" / "sentences" / f"{language}.json", *of_nouns)
    return {file: list(json.loads(file.read_text())) for file in files}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_sentences_are_in_order(language: str) -> None:
    for file, known in _kept(language).items():
        assert known == sorted(known), file


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_sentence_is_translated_in_one_place(language: str) -> None:
    """Which of two is told would be up to the file system."""
    times = Counter(one for known in _kept(language).values() for one in known)
    assert sorted(one for one, count in times.items() if count > 1) == []
