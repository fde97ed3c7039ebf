"""How dates are written in a list, and a date written in the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BETWEEN = r"(?:[ ,.\-/`*_年月일년월]{0,4}?| of )"
_SUFFIX = r"(?:st|nd|rd|th)?"
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)
_ORDERS = {3: ("Ymd", "dmY", "mdY"), 2: ("Ym", "mY"), 1: ("Y",)}
_PRECISION = {"Y": 1, "m": 2, "d": 3}


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a date is written: its parts, and what stands between them."""

    parts: tuple[str, ...]
    """Names of parts with their form, and texts, by turns: ``("d2", " ", "mb", " `", "Y", "`")``.

    ``d2`` has two digits, ``d1`` no more than it needs, ``d1o`` is 3rd; ``mb`` is Jul, ``mB`` July. A form ``?`` may be
    either.
    """

    @property
    def precision(self) -> int:
        """1 for a year, 2 with a month, 3 with a day."""
        return max(_PRECISION[part[0]] for part in self.parts[::2])

    @property
    def shape(self) -> tuple[str, ...]:
        """The style but for how many digits or letters there are."""
        named = [part[0] + ("b" if part[1:2] in ("b", "B") else "") for part in self.parts[::2]]
        return tuple(each for pair in zip(named, (*self.parts[1::2], ""), strict=False) for each in pair)

    def written(self, date: str) -> str | None:
        """A date, ``2017-06-08``, in this style; ``None`` where it is not known so exactly."""
        known = date.split("-")
        if len(known) < self.precision:
            return None
        year, month, day = (*known, "1", "1")[:3]
        return "".join(
            part if index % 2 else _part(part, year, int(month), int(day)) for index, part in enumerate(self.parts)
        )


ISO = DateStyle(("Y", "-", "m2", "-", "d2"))
ISO_MONTH = DateStyle(("Y", "-", "m2"))
YEAR = DateStyle(("Y",))


def _part(part: str, year: str, month: int, day: int) -> str:
    kind, form = part[0], part[1:]
    if kind == "Y":
        return year
    number = day if kind == "d" else month
    if form[:1] in ("b", "B"):
        name = _NAMES[month - 1] if form[0] == "B" else _NAMES[month - 1][:3]
        return name.upper() if form.endswith("u") else name.lower() if form.endswith("l") else name
    text = f"{number:02}" if form[:1] == "2" else str(number)
    return text + ("th" if number in _TEENS else _ORDINALS.get(number % 10, "th")) if form.endswith("o") else text


def find_date(text: str, start: int, end: int, date: str) -> tuple[int, int, DateStyle] | None:
    """Where a date stands between two offsets, and how it is written."""
    return next(find_dates(text, start, end, date), None)


def find_dates(text: str, start: int, end: int, date: str) -> Iterator[tuple[int, int, DateStyle]]:
    """Every place where a date stands between two offsets, and how it is written, the plainest spelling first."""
    known = date.split("-")
    for order in _ORDERS[len(known)]:
        pattern = _BETWEEN.join(f"(?P<{part}>{_pattern(part, known)})" for part in order)
        spelling = re.compile(rf"(?<![\w./-]){pattern}{_SUFFIX}(?![^\W月日월일]|/|[.-]\d)", re.IGNORECASE)
        for match in spelling.finditer(text, start, end):
            yield _found(text, match, order, end)


def _pattern(part: str, known: list[str]) -> str:
    if part == "Y":
        return known[0]
    number = int(known[1 if part == "m" else 2])
    if part == "d":
        return rf"0?{number}(?:{_SUFFIX})"
    name = _NAMES[number - 1]
    return rf"0?{number}|{name}|{name[:4]}|{name[:3]}"


def _found(text: str, match: re.Match[str], order: str, limit: int) -> tuple[int, int, DateStyle]:
    parts: list[str] = []
    for index, part in enumerate(order):
        if index:
            parts.append(text[match.end(order[index - 1]) : match.start(part)])
        parts.append(part + (_form(match[part]) if part != "Y" else ""))
    end = match.end(order[-1])
    signs = "".join(parts[1::2])
    # A mark that was opened between the parts is closed behind them; a Chinese date ends with the sign of its part.
    for closing in ("`", "日", "月", "년", "월", "일"):
        is_open = signs.count(closing) % 2 == 1 if closing == "`" else "年" in signs or "년" in signs
        if is_open and text.startswith(closing, end) and end < limit:
            parts.append(closing)
            end += len(closing)
            break
    return match.start(), end, DateStyle(tuple(parts))


def _form(part: str) -> str:
    if part[0].isdigit():
        digits = re.match(r"\d+", part)
        number = digits[0] if digits else part
        ordinal = "o" if len(number) < len(part) else ""
        return ("2" if number.startswith("0") else "1" if len(number) == 1 else "?") + ordinal
    case = "u" if part.isupper() else "l" if part.islower() else ""
    if part.casefold() == "may":
        return f"b?{case}"
    return f"{'b' if len(part) <= 4 and part.casefold() not in ('june', 'july') else 'B'}{case}"


def settled(styles: Iterable[DateStyle]) -> DateStyle | None:
    """The style of most of these dates, its digits and months as in most of those that show it."""
    styles = list(styles)
    if not styles:
        return None
    shape = Counter(style.shape for style in styles).most_common(1)[0][0]
    like = [style for style in styles if style.shape == shape]
    parts = list(like[0].parts)
    for index in range(0, len(parts), 2):
        forms = Counter(style.parts[index] for style in like if "?" not in style.parts[index])
        if forms:
            parts[index] = forms.most_common(1)[0][0]
        elif "?" in parts[index]:
            plain = next((part[1] for part in parts[::2] if part[1:2] in ("1", "2")), "1" if "mb" in shape else "2")
            parts[index] = parts[index].replace("b?", "b").replace("?", plain)  # Jan 3, but 01-03
    return DateStyle(tuple(parts))
