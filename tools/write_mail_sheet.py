"""A contact sheet of every mail in every language, in ``docs/images/mails.png``.

``.venv/bin/python -m tools.write_mail_sheet``; it wants Chromium, and Playwright of the tests.
"""

import asyncio
from html import escape
from pathlib import Path
from typing import Final

from playwright.async_api import async_playwright

from holdfast.flows.mailing.composing import LEAVE, WHY, looks_of
from holdfast.flows.mailing.kinds import KINDS, Kind
from holdfast.kit.locales import LOCALES
from holdfast.mail import Frame, examples
from tests.support.browser import CHROMIUM

SHEET: Final = Path(__file__).parents[1] / "docs" / "images" / "mails.png"
COLUMNS: Final = 9
WIDTH: Final = 520
HEIGHT: Final = 640
SCALE: Final = 0.4
_PATIENCE: Final = 300_000.0
"""Milliseconds: hundreds of frames, on a machine that may do other things."""
_STYLE: Final = """
body{margin:16px;background:#d4d4d8;font:12px system-ui,sans-serif}
main{display:grid;gap:12px}figure{margin:0}figcaption{padding:0 0 4px}
div{overflow:hidden;border-radius:4px;background:#f4f4f5}
iframe{border:0;transform-origin:0 0}
"""


def _figure(kind: Kind, locale: str) -> str:
    leave = "https://shop.example/unsubscribe" if kind.may_be_refused else ""
    frame = Frame(
        "Holdfast", "https://shop.example", locale,
        foot=WHY[locale], leave=leave, leave_word=LEAVE[locale] if leave else "",
    )  # fmt: skip
    looks = looks_of({}, kind, locale, dict(examples()[kind.about.name]), frame)
    size = f"width:{WIDTH * SCALE:.0f}px;height:{HEIGHT * SCALE:.0f}px"
    return (
        f"<figure><figcaption>{kind.name} {locale}</figcaption><div style='{size}'>"
        f'<iframe srcdoc="{escape(looks.html)}" width={WIDTH} height={HEIGHT} '
        f"style='transform:scale({SCALE})'></iframe></div></figure>"
    )


async def main() -> None:
    figures = "".join(_figure(kind, locale) for kind in KINDS for locale in LOCALES)
    grid = f"grid-template-columns:repeat({COLUMNS},{WIDTH * SCALE:.0f}px)"
    page_html = f"<style>{_STYLE}</style><main style='{grid}'>{figures}</main>"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        width = int(COLUMNS * (WIDTH * SCALE + 12)) + 24
        page = await browser.new_page(viewport={"width": width, "height": 800})
        page.set_default_timeout(_PATIENCE)
        await page.set_content(page_html, wait_until="load")
        await page.screenshot(path=SHEET, full_page=True)
        await browser.close()
    print(f"{len(KINDS)} mails in {len(LOCALES)} languages: {SHEET.name} written")


if __name__ == "__main__":
    asyncio.run(main())
