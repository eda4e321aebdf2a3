"""What the pages know of duties is the table of routes."""

from tests.arch.source import assert_current


def test_the_pages_know_the_table_of_routes() -> None:
    assert_current("write_duties")
