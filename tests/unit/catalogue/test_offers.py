"""From a choice to the one variant; descriptions made harmless; languages."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalog import (
    AmbiguousOptions,
    Option,
    OptionTranslation,
    OptionUnknown,
    Product,
    ProductNotFound,
    Selection,
    Translation,
    Variant,
    VariantNotFound,
    clean_html,
    option_code,
    resolve,
    stock_key,
    stock_variant,
)
from holdfast.catalog.products import Status
from holdfast.kit.ids import new_id
from holdfast.kit.locales import choose_locale

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COLORS, SIZES = ("Black", "Blue", "Green"), ("256GB", "512GB")


def product(status: Status = "active", off: int | None = None) -> Product:
    options = [{"color": color, "memory": size} for color in COLORS for size in SIZES]
    russian = Translation(
        name="Телефон",
        options={
            "color": OptionTranslation("Цвет", {"Black": "Чёрный", "Green": "Зелёный"}),
            "memory": OptionTranslation("Память", {"256GB": "256 ГБ"}),
        },
    )
    return Product(
        id=new_id(), handle="phone", name="Phone", description="", currency="RUB",
        status=status, vendor="", tags=(), translations={"ru": russian}, images=(),
        options=(Option("color", "Colour", COLORS), Option("memory", "Memory", SIZES)),
        created_at=NOW, updated_at=NOW, revision=1,
        variants=tuple(
            Variant(new_id(), "", chosen, 100, None, None, n, n != off)
            for n, chosen in enumerate(options)
        ),
    )  # fmt: skip


PHONE = product()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(color="Black", memory="256GB"),
        Selection(color=" black ", memory="256 gb"),
        Selection(color="Черный", memory="256 ГБ"),
        Selection(color="чёрный", options={"Storage": "256GB"}),
        Selection(options={"Цвет": "Чёрный", "Память": "256 гб"}),
        Selection(variant_id=PHONE.variants[0].id),
        Selection(variant_id=PHONE.variants[0].id, color="Black", memory=""),
    ],
)
def test_every_spelling_means_the_same_variant(selection: Selection) -> None:
    assert resolve(PHONE, selection) == PHONE.variants[0]


@pytest.mark.parametrize(
    ("selection", "problem"),
    [
        (Selection(), AmbiguousOptions),
        (Selection(color="Black"), AmbiguousOptions),
        (Selection(color="Plaid", memory="256GB"), VariantNotFound),
        (Selection(color="Black", memory="256GB", options={"size": "M"}), OptionUnknown),
        (Selection(variant_id=UUID(int=1)), VariantNotFound),
        (Selection(variant_id=PHONE.variants[0].id, color="Blue"), VariantNotFound),
    ],
)
def test_a_choice_of_no_one_variant(selection: Selection, problem: type) -> None:
    assert type(resolve(PHONE, selection)) is problem


def test_what_is_not_for_sale() -> None:
    assert isinstance(resolve(None, Selection()), ProductNotFound)
    assert isinstance(resolve(product("draft"), Selection()), ProductNotFound)
    first = Selection(color="Black", memory="256GB")
    assert isinstance(resolve(product(off=0), first), VariantNotFound)
    assert isinstance(resolve(product(off=0), Selection(color="Black")), Variant)


def test_an_ambiguous_choice_says_what_is_left_to_choose() -> None:
    problem = resolve(PHONE, Selection(color="Black"))
    assert isinstance(problem, AmbiguousOptions)
    assert problem.extra == {"choices": {"memory": ["256GB", "512GB"]}}


@given(st.sampled_from(PHONE.variants), st.sampled_from(["en", "ru", "ko", None]))
def test_what_is_shown_can_be_chosen(variant: Variant, locale: str | None) -> None:
    """A variant's options as shown in a language lead back to it."""
    shown = PHONE.options_in(variant.options, locale)
    assert resolve(PHONE, Selection(options=shown)) == variant


@given(st.text(min_size=1).filter(str.strip))
def test_option_codes_are_stable_words(name: str) -> None:
    code = option_code(name)
    assert code
    assert code.isascii()
    assert code == option_code(f" {name} ".upper() if name.isascii() else name)


def test_option_codes() -> None:
    words = ("Colour", "Цвет", "색상", "Storage", "Размер", "Gift wrap", "Упаковка", "尺寸")
    assert [option_code(word) for word in words] == [
        "color", "color", "color", "memory", "size", "gift-wrap", "upakovka", "option-5c3a-5bf8",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
        ("a<script>alert(1)</script>b", "ab"),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<iframe src='https://evil.example'></iframe>a", "a"),
        ("<a href='javascript:alert(1)'>a</a>", '<a rel="noopener noreferrer nofollow">a</a>'),
        ("<style>p{}</style><p>a", "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg>a", "a"),
    ],
)
def test_descriptions_are_made_harmless(dirty: str, clean: str) -> None:
    assert clean_html(dirty) == clean


@given(st.text(st.sampled_from("<>/ =\"'scriptonmg&;#x\n"), max_size=80))
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    once = clean_html(html)
    assert clean_html(once) == once
    assert "<script" not in once.lower()


def test_locales() -> None:
    assert choose_locale("ru", "ko") == "ru"
    assert choose_locale(None, "ko-KR,ko;q=0.9,en;q=0.8") == "ko"
    assert choose_locale("xx", "de, ru;q=0.5, en;q=0.9") == "en"
    assert choose_locale(None, "ru;q=0") == choose_locale(None, "ru;q=x") == "en"
    assert choose_locale(None, None) == "en"
    assert choose_locale("en", "en, ko;q=0.5", ("ru", "ko")) == "ko"
    assert choose_locale("en", None, ("ru", "ko")) == "ru"


def test_stock_keys() -> None:
    variant = new_id()
    assert stock_variant(stock_key(variant)) == variant
    assert stock_variant("wallet/1") is stock_variant("stock/x") is None
