"""What everybody else may ask: schemathesis over that half of the document, and that no call of it
is in neither half."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.shell.described.calls import CALLS, OF_STAFF


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("call", [call for call in CALLS if call not in OF_STAFF])
def test_the_interface_is_as_described(call: str, ask: Callable[[str], None]) -> None:
    ask(call)


def test_every_call_of_the_document_is_asked(openapi: dict[str, Any]) -> None:
    paths = openapi["paths"]
    assert {f"{method.upper()} {path}" for path in paths for method in paths[path]} == set(CALLS)
