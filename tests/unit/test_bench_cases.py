"""Every case of the benchmarks is there to be run."""

import pytest

from bench import cases


@pytest.mark.parametrize("name", cases.NAMES)
def test_a_case_loads(name: str) -> None:
    assert callable(cases.find(name))
