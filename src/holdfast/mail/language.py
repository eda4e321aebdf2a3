"""The small language of templates: Jinja2's words for values, conditions and lists, and no others,
so that what a merchant writes always ends and reaches nothing but what the mail says.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from holdfast.kit.errors import Problem
from holdfast.kit.money import money_text
from holdfast.kit.sentences import say
from holdfast.kit.zones import UnknownZone, hour_text, zone
from holdfast.mail.mail import in_a_header
from holdfast.mail.names import unknown_name

MAX_TEMPLATE: Final = 20_000
MAX_WRITTEN: Final = 200_000
_MAX_DEPTH: Final = 2  # of lists within lists
# A condition that has its line to itself leaves none.
_ALONE: Final = re.compile(r"^[ \t]*(\{%[^%]*%\})[ \t]*\n", re.MULTILINE)
_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
_SPACES: Final = re.compile(rf"[^\S{_UNBROKEN}]+")
_MARKS: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.If, nodes.For, nodes.Filter, nodes.Compare, nodes.Operand, nodes.Not, nodes.And,
    nodes.Or, nodes.CondExpr,
)  # fmt: skip
_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


class BadTemplate(Problem):
    """A template cannot be filled as it stands."""

    status = 422
    code = "bad-template"
    title = "The template does not work"


class Written(Struct, frozen=True):
    """A template filled: a title, and Markdown whose values are plain text."""

    title: str
    body: str


def fill(template: str, said: Mapping[str, Any], locale: str, *, strict: bool = False) -> Written:
    """``Subject: ...``, an empty line, then Markdown. ``strict``: every value must be known, also
    where a condition leaves it out. Raises :class:`BadTemplate`, whose field is ``subject`` or
    ``text``, and whose lines are those of the text."""
    if len(template) > MAX_TEMPLATE:
        raise BadTemplate(say("Use at most {most} characters.", most=MAX_TEMPLATE), field="text")
    title, body = parts_of(template)
    if not title or not body.strip():
        raise BadTemplate(
            "Begin with “Subject: …” and an empty line; the text follows.", field="text"
        )
    in_title = _Source(title, said, locale, "subject", strict)
    in_body = _Source(body, said, locale, "text", strict)
    return Written(in_a_header(_filled(in_title, str), 200), _filled(in_body, as_text))


def parts_of(template: str) -> tuple[str, str]:
    """The title and the text of a template; without a title, if it does not begin with one."""
    head, _, body = template.replace("\r\n", "\n").partition("\n\n")
    name, _, title = head.strip().partition(":")
    return (title.strip() if name.strip().lower() == "subject" else "", body)


class _Source(Struct, frozen=True):
    text: str
    said: Mapping[str, Any]
    locale: str
    field: str
    strict: bool


def _filled(source: _Source, each: Any) -> str:
    shop = source.said.get("shop", {})
    language = _language(source.locale, shop.get("zone", "UTC"), each)
    try:
        tree = language.parse(source.text)
        _walk(tree, 0, source.field)
        if source.strict and (unknown := unknown_name(tree, source.said)):
            line, name = unknown
            raise BadTemplate(
                say("Line {line}: there is no “{name}” here.", line=line, name=name[:100]),
                field=source.field,
            )
        found = language.from_string(_ALONE.sub(r"\1", source.text)).render(source.said)
    except TemplateSyntaxError as error:
        raise BadTemplate(
            say("Line {line}: {what}", line=error.lineno, what=(error.message or "?")[:200]),
            field=source.field,
        ) from error
    except (
        TemplateError, TypeError, ValueError, KeyError, AttributeError, UnknownZone
    ) as error:  # fmt: skip
        raise BadTemplate(
            say("A value does not fit: {what}", what=str(error)[:200]), field=source.field
        ) from error
    if len(found) > MAX_WRITTEN:
        raise BadTemplate("The text becomes too long.", field=source.field)
    return found


class _Language(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands in a list of names under this name, never a method of the list."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _language(locale: str, place: str, each: Any) -> ImmutableSandboxedEnvironment:
    made = _Language(
        undefined=StrictUndefined, finalize=each,
        autoescape=False,
    )  # fmt: skip
    made.globals.clear()
    made.tests = {}
    made.filters = {
        "money": lambda amount, currency="": _money(amount, currency, locale),
        "when": lambda moment, zone="UTC": _when(moment, zone, locale),
        "day": lambda moment: _when(moment, place, locale, clock=False),
    }
    return made


def _walk(node: nodes.Node, depth: int, field: str) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadTemplate(
            say(
                "Line {line}: “{what}” is not for templates of mails.",
                line=node.lineno, what=type(node).__name__.lower(),
            ),
            field=field,
        )  # fmt: skip
    deeper = depth + isinstance(node, nodes.For)
    if deeper > _MAX_DEPTH:
        raise BadTemplate("Lists within lists go two deep.", field=field)
    for child in node.iter_child_nodes():
        _walk(child, deeper, field)


def as_text(value: object) -> str:
    """A value as Markdown that means nothing but its letters, on one line."""
    plain = _SPACES.sub(" ", str(value)).strip()
    return "".join(
        f"\\{one}" if one in _MARKS else one
        for one in plain
        if one.isprintable() or one == _UNBROKEN
    )


def _money(amount: object, currency: str, locale: str) -> str:
    if isinstance(amount, dict):
        return money_text(amount["amount"], amount["currency"], locale)
    if isinstance(amount, str) and not currency:
        return amount  # worth something else than money, which says what
    return money_text(int(str(amount)), currency, locale)


def _when(moment: str, place: str, locale: str, *, clock: bool = True) -> str:
    at = datetime.fromisoformat(moment).astimezone(zone(place))
    if locale == "ko":
        day = f"{at.year}년 {at.month}월 {at.day}일"
    else:
        month = _MONTHS.get(locale, _MONTHS["en"]).split()[at.month - 1]
        day = f"{at.day} {month} {at.year}"
    if not clock:
        return day
    return f"{day}, {hour_text(at)}" + ("" if place == "UTC" else f" ({place.replace('_', ' ')})")
