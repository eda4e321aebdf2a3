"""What stands in the head of the HTML that is sent first."""

import json
import re
from html import unescape

import pytest

from holdfast.api.shell.first_html import template_of
from holdfast.api.shell.web_pages import Found, Pages
from holdfast.kit.locales import LOCALES
from holdfast.views.heads.head import Head, Picture, short
from holdfast.views.heads.schema_org import gtin

HTML = (
    b'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
    b'<meta name="description" content="of the file" />\n<title>Of the file</title>\n'
    b'<script src="/theme.js"></script></head><body><div id="root"></div></body></html>'
)
ORIGIN = "https://shop.example"
HOSTILE = "</title></script><script>alert(1)</script>\"'&<!--\u2028"


def written(head: Head, html: bytes = HTML) -> str:
    template = template_of(html)
    assert template is not None
    return template.written(head, ORIGIN).decode()


def named(html: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)
    assert found is not None, name
    return unescape(found[1])


def test_a_page_says_what_it_is_in_its_language() -> None:
    head = Head(
        title="Mug · Shop",
        shop="Shop",
        locale="ru",
        languages=LOCALES,
        path="/product/mug?a=1",
        description="A mug.",
        kind="product",
        picture=Picture("/media/mug.webp", "A mug", 800, 600),
        price=("9.50", "EUR"),
        data=({"@type": "Product"}, {"@type": "BreadcrumbList"}),
    )
    html = written(head)
    assert '<html lang="ru" data-languages="en ru ko">' in html
    assert html.count("<title>") == 1 and "<title>Mug · Shop</title>" in html
    assert html.count('name="description"') == 1 and named(html, "description") == "A mug."
    here = f"{ORIGIN}/product/mug?a=1&amp;locale=ru"
    assert f'<link rel="canonical" href="{here}">' in html
    for locale, address in (
        ("ru", here),
        ("en", f"{ORIGIN}/product/mug?a=1"),
        ("x-default", f"{ORIGIN}/product/mug?a=1"),
    ):
        assert f'<link rel="alternate" hreflang="{locale}" href="{address}">' in html
    assert named(html, "og:image") == f"{ORIGIN}/media/mug.webp"
    assert named(html, "og:locale") == "ru_RU"
    assert (named(html, "product:price:amount"), named(html, "product:price:currency")) == (
        "9.50",
        "EUR",
    )
    assert html.count("application/ld+json") == 2
    assert '<script src="/theme.js">' in html and '<div id="root">' in html


def test_a_shop_has_its_own_icon_and_says_how_its_home_page_is_laid_out() -> None:
    html = HTML.replace(b"</title>", b'</title><link rel="icon" href="/favicon.svg" type="x" />')
    head = Head("Shop", "Shop", "en", LOCALES, icon="/media/a-320.webp", home='{"a":"</script>"}')
    found = written(head, html)
    assert found.count('rel="icon"') == 1 and '<link rel="icon" href="/media/a-320.webp">' in found
    said = re.search(r'<script type="application/json" id="home">(.*?)</script>', found)
    assert said is not None and json.loads(said[1]) == {"a": "</script>"}
    assert 'href="/favicon.svg"' in written(Head("Shop", "Shop", "en", LOCALES), html)


def test_nothing_that_a_merchant_writes_ends_what_it_stands_in() -> None:
    head = Head(
        title=HOSTILE,
        shop=HOSTILE,
        locale="en",
        languages=LOCALES,
        path="/",
        description=HOSTILE,
        picture=Picture('https://x.example/"onload="alert(1)', HOSTILE),
        data=({"name": HOSTILE},),
    )
    html = written(head)
    assert html.count("<script") == 2 and html.count("</script>") == 2  # the theme's, and the data
    assert "<!--" not in html
    assert (named(html, "description"), named(html, "og:title")) == (HOSTILE, HOSTILE)
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert data is not None and json.loads(data[1]) == {"name": HOSTILE}
    assert set(data[1]).isdisjoint("<>&\u2028")


def test_a_page_that_is_not_to_be_found_says_only_that() -> None:
    html = written(Head("Shop", "Shop", "en", LOCALES))
    assert "<title>Shop</title>" in html and named(html, "robots") == "noindex"
    assert "canonical" not in html and "og:" not in html


def test_html_of_another_shape() -> None:
    assert template_of(b"<!doctype html><p>No title") is None
    assert "<title>S</title><p>" in written(
        Head("S", "S", "ko", LOCALES), b"<title>x</title><p>"
    ).replace('\n    <meta name="robots" content="noindex">', "")


def test_pages_by_their_patterns() -> None:
    pages = Pages(["/", "/cart", "/orders/$orderId", "/product/$handle", "/staff"])
    assert pages.find("/product/mug/") == Found("/product/$handle", "mug")
    assert pages.find("/") == Found("/", "")
    for nowhere in ("/product", "/orders/7", "/cart/x", "/staff/x"):
        assert pages.find(nowhere) is None


@pytest.mark.parametrize(
    ("barcode", "number"),
    [
        ("4006381333931", "4006381333931"),
        ("036000291452", "036000291452"),
        ("96385074", "96385074"),
        ("4006381333932", None),
        ("400638133393", None),
        ("", None),
        ("４００６３８１３３３９３１", None),
        ("SKU-12345678", None),
    ],
)
def test_a_barcode_is_a_trade_number_only_if_its_last_digit_says_so(
    barcode: str, number: str | None
) -> None:
    assert gtin(barcode) == number


def test_a_long_text_is_cut_between_words() -> None:
    assert short("one two three", 9) == "one two…"
    assert short("onetwothree", 5) == "onet…"
    assert short("one", 3) == "one"
