"""A look judges the contrast of each way a text looks, and finds each that is wrong."""

import pytest
from playwright.sync_api import Error, Page

from tests.e2e.conftest import Visitor
from tests.e2e.looks import COLORS, assert_clean

pytestmark = pytest.mark.long

STYLE = """
.dark { color: #555 } .pale { color: #999 } .letter { color: #aaa }
.night { background: #333 } .dim { opacity: 0.5 } .cover { position: absolute; inset: 0 }
.bold { font-weight: 700; font-size: 19px }
"""


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor("http://127.0.0.1")


def shown(page: Page, *parts: str) -> Page:
    """These in a page that has all else that a page needs."""
    body = f"<main><h1>Colors</h1>{''.join(parts)}</main>"
    page.set_content(
        f'<html lang="en"><title>Colors</title><style>{STYLE}</style><body>{body}</body></html>'
    )
    return page


def found_in(page: Page, *parts: str) -> bool:
    """Whether its contrast is found wrong."""
    try:
        assert_clean(shown(page, *parts), "it")
    except AssertionError as found:
        assert "color-contrast" in str(found)
        return True
    return False


def test_what_is_wrong_is_found_each_time(page: Page) -> None:
    assert not found_in(page, "<p class=dark>Words</p>")
    assert [found_in(page, "<p class=pale>Words</p>") for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    "wrong",
    [
        "<div class=night><p class=dark>Words</p></div>",
        "<div class=night><div><p class=dark>Words</p></div></div>",
        "<div class=dim><p class=dark>Words</p></div>",
        "<div class=dim><div style='background: #fff'><p class=dark>Words</p></div></div>",
        "<p class=dark style='color: #999'>Words</p>",
    ],
    ids=["ground", "farther ground", "dim", "dim with a ground", "color"],
)
def test_what_is_right_is_found_where_it_is_wrong(page: Page, wrong: str) -> None:
    right = "<p class=dark>Words</p>"
    assert not found_in(page, right)
    assert found_in(page, right, wrong)
    assert found_in(page, wrong)


def test_large_text_may_be_paler_and_small_text_of_its_color_may_not(page: Page) -> None:
    style = "color: #888"
    assert not found_in(page, f'<p class=bold style="{style}">Words</p>')
    assert found_in(page, f'<p class=bold style="{style}; font-size: 14px">Words</p>')
    assert found_in(page, f'<p class=bold style="{style}; font-weight: 400">Words</p>')


@pytest.mark.parametrize(
    "unjudged",
    [
        "<p class=pale>x</p>",
        "<p class=pale>→</p>",
        "<p class=pale hidden>Words</p>",
        "<p class=pale aria-disabled=true>Words</p>",
        '<p class=pale style="background-image: linear-gradient(#fff, #eee)">Words</p>',
        '<div style="position: relative"><p class=pale>Words</p><i class="cover night"></i></div>',
    ],
    ids=["a letter", "a sign", "hidden", "disabled", "on a picture", "covered"],
)
def test_what_could_not_be_judged_is_judged_once_it_can(page: Page, unjudged: str) -> None:
    assert not found_in(page, unjudged)
    assert found_in(page, "<p class=pale>Words</p>")


def test_what_was_found_right_is_not_asked_again(page: Page) -> None:
    shown(page, "<p class=dark>These words</p>")
    assert_clean(page, "it")
    page.evaluate("() => void (axe.run = () => Promise.reject(new Error('asked again')))")
    assert_clean(page, "it", rules=COLORS)
    page.evaluate("document.querySelector('p').className = 'bold'")
    with pytest.raises(Error, match="asked again"):
        assert_clean(page, "it", rules=COLORS)
