"""Choosing one of several, as people do: by a click on what is drawn of it."""

from playwright.sync_api import Locator, expect

__all__ = ["choose"]


def choose(radio: Locator) -> None:
    """The input itself is not drawn: its label is clicked, once it stands still and nothing covers
    it. A click that is forced lands wherever the page has moved to meanwhile."""
    radio.locator("xpath=ancestor::label[1]").click()
    expect(radio).to_be_checked()
