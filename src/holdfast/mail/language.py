"""The small language of templates: Jinja2's words for values, conditions and lists, and no others,
so that what a merchant writes always ends and reaches nothing but what the mail says.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from holdfast.kit.errors import Problem
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.mail.mail import in_a_header

MAX_TEMPLATE: Final = 20_000
MAX_WRITTEN: Final = 200_000
_MAX_DEPTH: Final = 2  # of lists within lists
# A condition that has its line to itself leaves none.
_ALONE: Final = re.compile(r"^[ \t]*(\{%[^%]*%\})[ \t]*\n", re.MULTILINE)
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


def fill(template: str, said: Mapping[str, Any], locale: str) -> Written:
    """``Subject: ...``, an empty line, then Markdown. Raises :class:`BadTemplate`."""
    if len(template) > MAX_TEMPLATE:
        raise BadTemplate(say("Use at most {most} characters.", most=MAX_TEMPLATE), field="text")
    head, _, body = template.replace("\r\n", "\n").partition("\n\n")
    name, _, title = head.strip().partition(":")
    if name.strip().lower() != "subject" or not title.strip() or not body.strip():
        raise BadTemplate(
            "Begin with “Subject: …” and an empty line; the text follows.", field="text"
        )
    return Written(
        in_a_header(_filled(title, said, locale, str), 200), _filled(body, said, locale, as_text)
    )


def _filled(source: str, said: Mapping[str, Any], locale: str, each: Any) -> str:
    language = _language(locale, each)
    try:
        tree = language.parse(source)
        _walk(tree, 0)
        found = language.from_string(_ALONE.sub(r"\1", source)).render(said)
    except TemplateSyntaxError as error:
        raise BadTemplate(
            say("Line {line}: {what}", line=error.lineno, what=(error.message or "?")[:200]),
            field="text",
        ) from error
    except TemplateError as error:
        raise BadTemplate(
            say("A value does not fit: {what}", what=(error.message or "?")[:200]), field="text"
        ) from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadTemplate(
            say("A value does not fit: {what}", what=str(error)[:200]), field="text"
        ) from error
    if len(found) > MAX_WRITTEN:
        raise BadTemplate("The text becomes too long.", field="text")
    return found


class _Language(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands in a list of names under this name, never a method of the list."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _language(locale: str, each: Any) -> ImmutableSandboxedEnvironment:
    made = _Language(
        undefined=StrictUndefined, finalize=each,
        autoescape=False,
    )  # fmt: skip
    made.globals.clear()
    made.tests = {}
    made.filters = {
        "money": _money,
        "when": lambda moment, zone="UTC": _when(moment, zone, locale),
        "day": lambda moment: _when(moment, "UTC", locale, clock=False),
    }
    return made


def _walk(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadTemplate(
            say(
                "Line {line}: “{what}” is not for templates of mails.",
                line=node.lineno, what=type(node).__name__.lower(),
            ),
            field="text",
        )  # fmt: skip
    deeper = depth + isinstance(node, nodes.For)
    if deeper > _MAX_DEPTH:
        raise BadTemplate("Lists within lists go two deep.", field="text")
    for child in node.iter_child_nodes():
        _walk(child, deeper)


def as_text(value: object) -> str:
    """A value as Markdown that means nothing but its letters, on one line."""
    plain = " ".join(str(value).split())
    return "".join(f"\\{one}" if one in _MARKS else one for one in plain if one.isprintable())


def _money(amount: object, currency: str = "") -> str:
    if isinstance(amount, dict):
        return str(Money(amount["amount"], amount["currency"]))
    return str(Money(int(str(amount)), currency))


def _when(moment: str, zone: str, locale: str, *, clock: bool = True) -> str:
    at = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
    if locale == "ko":
        day = f"{at.year}년 {at.month}월 {at.day}일"
    else:
        month = _MONTHS.get(locale, _MONTHS["en"]).split()[at.month - 1]
        day = f"{at.day} {month} {at.year}"
    if not clock:
        return day
    return f"{day}, {at:%H:%M}" + ("" if zone == "UTC" else f" ({zone.replace('_', ' ')})")
