"""The routes of the whole interface."""

from collections.abc import Sequence

import pytest
from fastapi.routing import APIRoute


@pytest.fixture(scope="session")
def routes() -> Sequence[APIRoute]:
    """All of them."""
    # Loading the application takes seconds: only who runs these tests does, not who collects them.
    from holdfast.app import interface

    return [route for route in interface().routes if isinstance(route, APIRoute)]
