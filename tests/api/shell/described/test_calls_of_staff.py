"""What staff may ask: schemathesis over that half of the document, as everybody who visits."""

from collections.abc import Callable

import pytest

from tests.api.shell.described.calls import OF_STAFF


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("call", OF_STAFF)
def test_the_interface_is_as_described(call: str, ask: Callable[[str], None]) -> None:
    ask(call)
