"""What a form makes of a product: variants that stay, are new, are put away."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from holdfast.catalog import Image, Option, OptionTranslation, Product, Translation, Variant
from holdfast.catalog.writing import (
    Edit,
    OptionEdit,
    OptionWords,
    ProductEdit,
    ProductWords,
    VariantEdit,
    edit_faults,
    edited,
)
from holdfast.kit import new_id

THEN = datetime(2026, 1, 1, tzinfo=UTC)
PRODUCT = new_id()


def variant(color: str, *, active: bool = True, image: str | None = None) -> Variant:
    return Variant(new_id(), color, {"color": color}, 500, None, image, 0, active)


BLACK, WHITE = variant("Black"), variant("White", image="/media/white.png")
SHIRT = Product(
    id=PRODUCT,
    handle="shirt",
    name="Shirt",
    description="",
    currency="EUR",
    status="active",
    vendor="",
    tags=(),
    translations={},
    options=(Option("color", "Colour", ("Black", "White"), {"Black": "#000", "White": "#fff"}),),
    images=(Image("/media/white.png"), Image("/media/black.png")),
    created_at=THEN,
    updated_at=THEN,
    revision=1,
    variants=(BLACK, WHITE),
)


def form(*variants: VariantEdit, values: tuple[str, ...] = ("Black", "White")) -> ProductEdit:
    options = (OptionEdit("Colour", values, "color"),)
    return ProductEdit("Shirt", variants, options=options, images=SHIRT.images)


def line(value: str, known: UUID | None = None, **more: object) -> VariantEdit:
    return VariantEdit((value,), 500, id=known, **more)  # type: ignore[arg-type]


def saved(known: Product, edit: ProductEdit) -> Edit:
    assert list(edit_faults(known, edit)) == []
    return edited(known, edit, known.id, known.handle, known.currency)


def fields(known: Product | None, edit: ProductEdit) -> list[str]:
    return [fault.field for fault in edit_faults(known, edit)]


def test_a_value_that_is_renamed_keeps_its_variant() -> None:
    edit = form(line("Ink", BLACK.id), line("White", WHITE.id), values=("Ink", "White"))
    rows = saved(SHIRT, edit)
    assert [(row["id"], row["options"]) for row in rows.updates] == [
        (str(BLACK.id), {"color": "Ink"}),
        (str(WHITE.id), {"color": "White"}),
    ]
    assert not rows.additions
    assert not rows.away


def test_a_variant_without_id_is_the_one_with_its_values() -> None:
    rows = saved(SHIRT, form(line("black"), values=("black",)))
    assert rows.updates[0]["id"] == str(BLACK.id)
    assert rows.away == (WHITE,)
    assert rows.updates[1]["active"] is False


def test_a_variant_that_was_put_away_comes_back_with_its_values() -> None:
    gone = replace(WHITE, active=False)
    known = replace(SHIRT, variants=(BLACK, gone))
    rows = saved(known, form(line("Black", BLACK.id), line("White")))
    assert not rows.additions
    assert not rows.away
    assert rows.updates[1]["id"] == str(WHITE.id)
    assert rows.updates[1]["active"] is True


def test_a_new_value_is_a_new_variant_with_its_opening_stock() -> None:
    values = ("Black", "White", "Red")
    edit = form(
        line("Black", BLACK.id), line("White", WHITE.id), line("Red", stock=7), values=values
    )
    ((row, asked),) = saved(SHIRT, edit).additions
    assert (row["options"], row["position"], asked.stock) == ({"color": "Red"}, 2, 7)


def test_an_option_that_joins_keeps_the_variants_that_were_there() -> None:
    options = (*form().options, OptionEdit("Size", ("S", "M")))
    edit = ProductEdit(
        "Shirt",
        (
            VariantEdit(("Black", "S"), 500, id=BLACK.id),
            VariantEdit(("Black", "M"), 500),
            VariantEdit(("White", "S"), 500, id=WHITE.id),
        ),
        options=options,
    )
    rows = saved(SHIRT, edit)
    assert rows.updates[0]["options"] == {"color": "Black", "size": "S"}
    assert len(rows.additions) == 1
    assert rows.product["options"] == [
        {
            "code": "color",
            "name": "Colour",
            "values": ("Black", "White"),
            "swatches": {"Black": "#000", "White": "#fff"},
        },
        {"code": "size", "name": "Size", "values": ("S", "M")},
    ]


def test_a_picture_that_is_taken_away_leaves_the_variant_too() -> None:
    edit = replace(form(line("Black", BLACK.id), line("White", WHITE.id)), images=SHIRT.images[1:])
    assert saved(SHIRT, edit).updates[1]["image_url"] is None


def test_what_an_import_brought_is_saved_again_whatever_its_size_and_handle() -> None:
    values = tuple(f"{number}" for number in range(300))
    many = tuple(
        Variant(new_id(), "", {"color": value}, 500, None, None, 0, True) for value in values
    )
    known = replace(SHIRT, handle="Large_Shirt", variants=many)
    lines = [line(one.options["color"], one.id) for one in many]
    edit = replace(form(*lines, values=values), handle="Large_Shirt")
    assert len(saved(known, edit).updates) == 300
    assert fields(known, replace(edit, handle="Other_Shirt")) == ["handle"]
    more = tuple(f"new {number}" for number in range(101))
    new = [line(value) for value in more]
    assert fields(known, form(*lines, *new, values=values + more)) == ["variants"]
    assert fields(known, form(*lines, *new[1:], values=values + more)) == []


def test_each_fault_is_named_by_its_field() -> None:
    assert fields(None, ProductEdit("", (VariantEdit((), 1),))) == ["name"]
    twice = ProductEdit(
        "Shirt",
        (VariantEdit(("S", "S"), 1),),
        options=(OptionEdit("Size", ("S",)), OptionEdit("Размер", ("S", "s", ""))),
    )
    assert fields(None, twice) == [
        "options[1].name",
        "options[1].values[1]",
        "options[1].values[2]",
    ]
    assert fields(SHIRT, form(line("Red"))) == ["variants[0].values[0]"]
    assert fields(SHIRT, form(line("Black"), line("Black"))) == ["variants[1].values"]
    assert fields(SHIRT, form(line("Black", new_id()))) == ["variants[0].id"]
    assert fields(SHIRT, form(VariantEdit((), 1))) == ["variants[0].values"]
    assert fields(SHIRT, form(line("Black", BLACK.id, stock=3))) == ["variants[0].stock"]
    again = replace(form(line("Black", BLACK.id)), images=(SHIRT.images[0],) * 2)
    assert fields(SHIRT, again) == ["images[1].url"]


def test_a_value_is_not_renamed_to_one_whose_variant_is_kept() -> None:
    known = replace(SHIRT, variants=(BLACK, replace(WHITE, active=False)))
    edit = form(line("White", BLACK.id), values=("White",))
    assert fields(known, edit) == ["variants[0].values"]


def translated(edit: ProductEdit) -> object:
    return saved(SHIRT_IN_RUSSIAN, edit).product["translations"]


SHIRT_IN_RUSSIAN = replace(
    SHIRT, translations={"ru": Translation("Рубашка", None, {"color": OptionTranslation("Цвет")})}
)
BOTH = (line("Black", BLACK.id), line("White", WHITE.id))


def test_words_in_other_languages_stay_where_the_form_says_nothing_of_them() -> None:
    kept = {"ru": {"name": "Рубашка", "options": {"color": {"name": "Цвет"}}}}
    assert translated(form(*BOTH)) == kept


def test_words_in_other_languages_are_kept_by_the_values_they_are_of() -> None:
    korean = ProductWords("셔츠", "<p>면</p>", (OptionWords("색", ("", "흰색")),))
    words = {"ko": korean, "en": ProductWords()}
    assert translated(replace(form(*BOTH), words=words)) == {
        "ko": {
            "name": "셔츠",
            "description": "<p>면</p>",
            "options": {"color": {"name": "색", "values": {"White": "흰색"}}},
        }
    }
    assert translated(replace(form(*BOTH), words={})) == {}


def test_words_that_cannot_be_kept_are_named() -> None:
    words = {
        "ru": ProductWords(options=(OptionWords(values=("Белый", "белый")),)),
        "ko": ProductWords(options=(OptionWords(values=("a", "b", "c")),)),
        "en": ProductWords(options=(OptionWords(), OptionWords())),
        "de": ProductWords("Hemd"),
    }
    faults = edit_faults(SHIRT, replace(form(*BOTH), words=words))
    assert [(one.field, one.code) for one in faults] == [
        ("texts.ru.options[0].values[1]", "twice"),
        ("texts.ko.options[0].values", "too-many"),
        ("texts.en.options", "too-many"),
        ("texts.de", "not-a-language"),
    ]
