"""``docs/http.md`` says what the code does."""

from pathlib import Path

from holdfast.api.contract.openapi import document
from holdfast.api.contract.reference import known_problems, markdown
from holdfast.app import interface

ROOT = Path(__file__).parents[2]
PATTERN = "abcdefghijklmnopqrstuvwxyz0123456789-"


def test_the_reference_is_current() -> None:
    written = (ROOT / "docs" / "http.md").read_text()
    assert written == markdown(document(interface())), "run python tools/write_http_reference.py"


def test_every_operation_is_named_tagged_and_told() -> None:
    for path, operations in document(interface())["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"], (method, path)
            assert operation["tags"], (method, path)
            assert operation.get("description") or operation.get("summary"), (method, path)


def test_problem_codes_are_words_with_a_status() -> None:
    for code, kind in known_problems().items():
        assert set(code) <= set(PATTERN), code
        assert 400 <= kind.status < 600, code
        assert kind.title, code
