r"""The DOI field of a record, as people fill it in.

arXiv allows several DOIs there, parted by blanks; authors part them by commas and semicolons, too, put ``doi:`` or
``https://doi.org/`` before them, a stop behind them, brackets around them, and escape underscores for LaTeX. Some DOIs
hold such signs themselves: ``10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2``.
"""

from __future__ import annotations

import re

from paperdex.core.text import clean_text

_DOI = re.compile(r"(?<!\w)10\.\d{4,9}(?:\.\d+)*/\S+")
_USUAL = re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9](?:[A-Za-z0-9./_-]*[A-Za-z0-9])?")
"""A DOI alone, as nearly all fields hold one; to see that takes a fifth of the time."""
_NEXT = re.compile(r"[;,](?:\s|(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.\d{4,9}/)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([_&%#$<>{}~^])")
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def first_doi(text: str | None) -> str:
    """Return the first DOI of a text, bare and written as it was; ``""`` where there is none."""
    if text and _USUAL.fullmatch(text):
        return text
    found = _DOI.search(clean_text(text)) if text else None
    if found is None:
        return ""
    doi = _ESCAPED.sub(r"\1", _NEXT.split(found[0], maxsplit=1)[0])
    while doi[-1] in ".,;:'\"" or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]])):
        doi = doi[:-1]
    return "" if doi.endswith("/") and doi.count("/") == 1 else doi
