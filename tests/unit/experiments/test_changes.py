"""What variants may say: sentences that the pages have, with the same values in them."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from holdfast.experiments import ARRANGED, SENTENCES, Change, SentenceKey, Where
from holdfast.experiments.changes import change_faults

WEB = Path(__file__).parents[3] / "web" / "src"
FORM = (WEB / "staff" / "experiments" / "form.ts").read_text()


def test_the_sentences_are_those_of_the_pages() -> None:
    said: dict[str, str] = {}
    for file in (WEB / "rooms").glob("*/words.en.json"):
        said |= json.loads(file.read_text())
    values = {key: set(re.findall(r"{{(\w+)", said[key])) for key in SENTENCES}
    assert values == {key: set(wanted) for key, wanted in SENTENCES.items()}


def test_staffs_page_offers_what_can_be_changed() -> None:
    _, _, rest = FORM.partition("SENTENCES = [")
    assert set(re.findall(r'"([\w.]+)"', rest.partition("]")[0])) == set(get_args(SentenceKey))
    for place, (_, other) in ARRANGED.items():
        assert f'"{place}": "{other}"' in FORM
    assert set(ARRANGED) == set(get_args(Where))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (Change({"checkout.pay": {"en": "Get it for {{price}}", "ru": "Забрать: {{price}}"}}), []),
        (Change({"checkout.pay": {"en": "Get it"}}), ["values"]),
        (Change({"checkout.pay": {"en": "{{price}} {{price}}"}}), ["values"]),
        (Change({"product.add": {"en": "$t(shop.title)"}}), ["values"]),
        (Change({"product.add": {"en": "{{- price}}"}}), ["values"]),
        (Change({"product.add": {"en": " ", "fr": "Prendre"}}), ["length", "unknown"]),
        (Change({"staff.home": {"en": "Home"}}), ["unknown"]),
        (Change(arranged={"free-times": "list"}), []),
        (Change(arranged={"free-times": "calendar"}), ["unknown"]),
        (Change(arranged={"header": "below"}), ["unknown"]),
    ],
)
def test_a_sentence_keeps_its_values_and_is_plain(change: Change, codes: list[str]) -> None:
    assert [one.code for one in change_faults(change, "variants[1]")] == codes


def test_a_variant_speaks_every_language_of_the_shop() -> None:
    change = Change({"product.add": {"en": "Get it", "ru": "Забрать"}})
    assert list(change.missing(("en", "ru"))) == []
    assert list(change.missing(("en", "ko"))) == [("product.add", "ko")]
