"""``docs/http.md`` says what the code does."""

from typing import Any

from holdfast.api.contract.reference import known_problems

PATTERN = "abcdefghijklmnopqrstuvwxyz0123456789-"


def test_every_operation_is_named_tagged_and_told(openapi: dict[str, Any]) -> None:
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"], (method, path)
            assert operation["tags"], (method, path)
            assert operation.get("description") or operation.get("summary"), (method, path)


def test_problem_codes_are_words_with_a_status() -> None:
    for code, kind in known_problems().items():
        assert set(code) <= set(PATTERN), code
        assert 400 <= kind.status < 600, code
        assert kind.title, code
