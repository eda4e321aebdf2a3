"""How much stands before a page that is asked for by its number."""

import pytest

from holdfast.api.contract.page_numbers import MOST_PASSED, PageTooFar, passed_over


def test_a_page_stands_behind_all_before_it() -> None:
    assert passed_over(None, 20) == passed_over(1, 20) == passed_over(None, 20, "a cursor") == 0
    assert passed_over(3, 20) == 40
    assert passed_over(101, 100) == MOST_PASSED


@pytest.mark.parametrize(("page", "cursor"), [(102, None), (2**62, None), (1, "a cursor")])
def test_one_too_far_or_asked_for_twice_is_refused(page: int, cursor: str | None) -> None:
    with pytest.raises(PageTooFar) as refused:
        passed_over(page, 100, cursor)
    assert (refused.value.status, refused.value.code) == (422, "page-too-far")
