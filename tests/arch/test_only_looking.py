"""Staff whose work is narrowed see a page of others as something to read: no button is there that
cannot work. The design's buttons, forms and links see to it (`web/src/design/Work.tsx`); whatever
is drawn without them says so itself, and is named here."""

import re
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).parents[2] / "web" / "src"
PAGES = ("staff", "shell/staff")
OF_SELLERS = "staff/selling"
"""Pages of sellers: whose goods they are, not whose duty."""
_RAW = re.compile(r"<(?:button|input|select|textarea|form)\b")
_TAG = re.compile(r"<(Button|IconButton|ButtonLink|Link)\b")
_DOES = re.compile(r"\.(mutate|mutateAsync|insist)\(")
_MADE_AT = re.compile(r'to="(/staff/[a-z-/]+/new|/staff/book|/staff/import|/book)"')
ONLY_LOOKS = {
    "shell/staff/Palette.tsx", "shell/staff/StaffMenu.tsx", "staff/board/BoardLine.tsx",
    "staff/board/DayList.tsx", "staff/catalog/AttributesPage.tsx", "staff/orders/OrderTable.tsx",
    "staff/packages/FindByCode.tsx", "staff/wallets/WalletsPage.tsx",
}  # fmt: skip
"""What is pressed or typed in these by themselves opens, chooses or finds something."""
INSIDE_OTHERS = {
    "staff/clients/ImportDialog.tsx": "opened by a Button",
    "staff/imports/Imports.tsx": "its input is pressed by a Button",
    "staff/orders/NumbersDialog.tsx": "opened by a Button",
    "staff/shop/LookSection.tsx": "in a SettingsSection, which is a Form",
    "staff/stock/CodesDialog.tsx": "in an ActDialog, which is a Form",
    "staff/reviews/columns.tsx": "its column is left out by the page",
}
PREVIEWS = {
    "staff/mail/TemplateForm.tsx", "staff/newsletters/NewsletterEditor.tsx",
    "staff/newsletters/Outcome.tsx", "staff/shop/ShippingTry.tsx",
}  # fmt: skip
"""What their buttons ask of the server changes nothing."""


def _files() -> Iterator[tuple[str, str]]:
    for folder in PAGES:
        for file in sorted((WEB / folder).rglob("*.tsx")):
            name = str(file.relative_to(WEB))
            if not name.startswith(OF_SELLERS):
                yield name, file.read_text()


def _tags(text: str) -> Iterator[str]:
    """Each opening tag whole, with what stands in its braces."""
    for found in _TAG.finditer(text):
        depth, at = 0, found.end()
        while text[at] != ">" or depth or text[at - 1] == "=":
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        yield text[found.start() : at + 1]


def test_what_is_pressed_or_typed_without_the_design_says_who_may() -> None:
    silent = [
        name
        for name, text in _files()
        if _RAW.search(text) and not re.search(r"\buseWorks\(|<WorkFields\b", text)
        if name not in ONLY_LOOKS | INSIDE_OTHERS.keys()
    ]
    assert silent == [], "use design/Button and design/Form, or useWorks of design/Work"


def test_who_is_named_here_is_there() -> None:
    known = {name for name, text in _files() if _RAW.search(text)}
    assert (ONLY_LOOKS | INSIDE_OTHERS.keys()) - known == set()


def test_what_is_said_to_look_changes_nothing() -> None:
    wrong = [
        f"{name}: {tag[:60]}"
        for name, text in _files()
        for tag in _tags(text)
        if re.search(r"\blooks\b", tag) and _DOES.search(tag) and name not in PREVIEWS
    ]
    assert wrong == []


def test_a_link_to_where_something_is_made_says_whose_work_that_is() -> None:
    open_to_all = [
        f"{name}: {tag[:60]}"
        for name, text in _files()
        for tag in _tags(text)
        if _MADE_AT.search(tag) and "needs=" not in tag
    ]
    assert open_to_all == []
