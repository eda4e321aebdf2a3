"""The mark of a sentence."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "sentence(specification, section, words, at): the sentence a test proves"
    )
