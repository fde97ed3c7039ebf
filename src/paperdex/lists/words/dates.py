"""Dates in short pieces of text, as the keepers of lists write them, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.lists.memory import remembered

_MONTH_NAMES = """
    jan january janvier januar jänner enero ene gennaio janeiro январь января янв
    feb february février fevrier februar febrero febbraio fevereiro февраль февраля фев
    mar march mars märz marzo março март марта
    apr april avril abril aprile апрель апреля апр
    may mai mayo maggio maio май мая
    jun june juin juni junio giugno junho июнь июня
    jul july juillet juli julio luglio julho июль июля
    aug august août aout agosto август августа авг
    sep sept september septembre septiembre settembre setembro сентябрь сентября сен сент
    oct october octobre oktober okt octubre ottobre outubro октябрь октября окт
    nov november novembre noviembre novembro ноябрь ноября ноя
    dec december décembre decembre dezember dez diciembre dic dicembre dezembro декабрь декабря дек
"""
MONTHS = {
    name: number for number, line in enumerate(_MONTH_NAMES.strip().splitlines(), start=1) for name in line.split()
}
"""The number of a month by its name, small."""
ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_HAS_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(
    rf"(?<![\d./-]){_YEAR}(?P<sep>[-./])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}))?(?![\d/-]|\.\d)"
)
_CHINESE = re.compile(rf"{_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월](?:\s*(?P<day>\d{{1,2}})\s*[日일])?")
# What stands in front of a year: 21 Jul, 5 de julio de, 3. März, 1er août, May 3rd, Sept.
_IN_FRONT = re.compile(
    r"(?<!\w)(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?[ ,]+(?:(?:of|de|di)[ ])?)?"
    rf"(?P<month>{ANY_MONTH})\b\.?(?:[ ](?P<late>\d{{1,2}})(?:st|nd|rd|th)?)?(?:[ ,]+|[ ]de[ ]|(?<=\.))\Z",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(?<![\d./-])(?P<day>\d{1,2})(?P<sep>[./])(?P<month>\d{1,2})(?P=sep)\Z")
_MONTHS = 12
_FRONT = 40
_LONE_YEAR = re.compile(rf"\A[\s(\[*`]*{_YEAR}[\s)\]*`.]*\Z")
_MARKED_YEAR = re.compile(
    r"[(\[（【]\s*(?:19|20)\d\d\s*[)\]）】]"  # (2018)
    r"|(?<=[,|])\s*(?:19|20)\d\d(?=[\s.,;]*(?:\Z|[(（]))"  # Ada Invented, 2018.
    r"|\A\s*(?:19|20)\d\d(?=\s*[,-]\s|[\s.,;]*\Z(?<=[.,;]))"  # 2018, - 2018.
    r"|(?<!\S)@(?:19|20)\d\d(?!\d)"  # @2018
    r"|(?<=[.;–—]\s)(?:19|20)\d\d(?=\s?\.?\s*(?:\Z|[–—-]\s))"  # Tea. – 2018. – 12 p.
)


def find_date(text: str, *, year_alone: bool = False) -> tuple[str, tuple[int, int]] | None:
    """The first date in a text as ISO 8601 to the precision that it has, and where it stands; ``None`` without one.

    A year without a month counts in brackets, between dashes and after the last comma or full stop; with
    ``year_alone``, where it is the whole text.
    """
    return _find_lone_year(text) if year_alone else _find_date(text)


@remembered
def _find_lone_year(text: str) -> tuple[str, tuple[int, int]] | None:
    return _find_date_by(text, _LONE_YEAR)


@remembered
def _find_date(text: str) -> tuple[str, tuple[int, int]] | None:
    return _find_date_by(text, _MARKED_YEAR)


def _find_date_by(text: str, lone_year: re.Pattern[str]) -> tuple[str, tuple[int, int]] | None:
    if not _HAS_YEAR.search(text):
        return None
    for date, (start, end) in _full_dates(text):
        return date, (start - (text[start - 1 : start] == "@"), end)
    lone = lone_year.search(text)
    return (lone[0].strip(" \t\n.,*@`()[]（）【】"), lone.span()) if lone else None


def _full_dates(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The dates of a text that have a month, with their places, year by year."""
    for year in _HAS_YEAR.finditer(text):
        for pattern in (_NUMERIC, _CHINESE):
            if match := pattern.match(text, year.start()):
                date = _iso_date(year[0], match["month"], match["day"])
                if date:
                    yield date, match.span()
        if year.end() < len(text) and (text[year.end()].isalnum() or text[year.end()] == "_"):
            continue
        start = max(0, year.start() - _FRONT)
        front = text[start : year.start()]
        named = _IN_FRONT.search(front) if front[-1:] in (" ", ",", ".") else None
        named = named or (_DAY_FIRST.search(front) if front[-1:] in (".", "/") else None)
        if named:
            late = named["late"] if "late" in named.re.groupindex else None
            day, month = late or named["day"], named["month"]
            if front[-1:] == "/":  # 14/10/2007, 10/14/2007; nobody knows what 1/3/2018 is
                day, month = (day, month) if int(month) <= _MONTHS else (month, day)
                month = month if int(day) > _MONTHS else "0"
            date = _iso_date(year[0], month, day)
            if date:
                yield date, (start + named.start(), year.end())


def _iso_date(year: str, month: str, day: str | None) -> str | None:
    number = int(month) if month.isdecimal() else MONTHS[month.lower()]
    if not 1 <= number <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day is not None else "")
