"""The interface's document, made once for whoever reads it."""

from typing import Any

import pytest

from holdfast.api.contract.openapi import document
from holdfast.app import interface


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    return document(interface())
