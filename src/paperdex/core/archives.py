"""Which numbers arXiv has given, and where they are seen: archives, mirrors, and other sites.

The archives and their last months are arXiv's own (arxiv-base ``taxonomy/definitions.py``). Their first months are left
out on purpose: some numbers are older than the table says (``alg-geom/9202...``, ``bayes-an/9504...`` exist).
"""

from __future__ import annotations

import re
from typing import Final

OLD_STYLE_ARCHIVES: Final[dict[str, str | None]] = {
    "acc-phys": "9609",
    "adap-org": "9912",
    "alg-geom": "9712",
    "ao-sci": "9609",
    "astro-ph": None,
    "atom-ph": "9609",
    "bayes-an": "9611",
    "chao-dyn": "9912",
    "chem-ph": "9609",
    "cmp-lg": "9809",
    "comp-gas": "9912",
    "cond-mat": None,
    "cs": None,
    "dg-ga": "9712",
    "funct-an": "9712",
    "gr-qc": None,
    "hep-ex": None,
    "hep-lat": None,
    "hep-ph": None,
    "hep-th": None,
    "math": None,
    "math-ph": None,
    "mtrl-th": "9609",
    "nlin": None,
    "nucl-ex": None,
    "nucl-th": None,
    "patt-sol": "9912",
    "physics": None,
    "plasm-ph": "9609",
    "q-alg": "9712",
    "q-bio": None,
    "quant-ph": None,
    "solv-int": "9912",
    "supr-con": "9609",
}
"""Every archive that has numbers such as ``hep-th/9901001``, and the last month (YYMM) of those closed before 0703."""

LATER_ARCHIVES: Final = frozenset({"econ", "eess", "q-fin", "stat"})
"""Archives that began after old-style numbers ended."""

ARXIV_HOSTS: Final = ("arxiv.org", "ar5iv.org", "alphaxiv.org", "arcxiv.org")
"""Hosts, with all their subdomains, whose paths are arXiv's own: ``/abs/ID``, ``/pdf/ID`` ..."""

MIRROR_PREFIX: Final = "xxx."
"""How the host of an old mirror begins: ``xxx.lanl.gov``, ``xxx.soton.ac.uk``."""

SITES: Final[dict[str, str]] = {
    "arxiv-vanity.com": r"papers/",
    "bohrium.dp.tech": r"paper/arxiv/",
    "catalyzex.com": r"paper/",
    "emergentmind.com": r"(?:papers|articles)/",
    "hf.co": r"papers/",
    "huggingface.co": r"papers/",
    "inspirehep.net": r"api/arxiv/",
    "papers.cool": r"arxiv/",
    "researchtrend.ai": r"papers/",
    "scholarfeed.org": r"paper/",
    "sciencestack.ai": r"paper/",
    "scifaro.com": r"en/abs/(?:[a-z0-9-]*-)?",
    "scirate.com": r"(?:arxiv|papers)/",
    "semanticscholar.org": r"arxiv/",
    "tomesphere.com": r"paper/",
}
"""Other sites that name papers by their arXiv number: host without ``www.``, and the pattern of the path before it."""

NUMBER: Final = re.compile(
    r"(?:(?P<archive>[a-z]{1,9}+(?:-+[a-z]{2,5}+)?)(?:\.[a-z]{2,8}+(?:-[a-z]{2,6}+)?)?(?P<slash>/*+))?"
    r"(?P<first>[0-9]++)(?:\.(?P<second>[0-9]++))?(?:v(?P<version>[0-9]*+))?(?P<rest>[a-z0-9]++|\.[0-9]++)?",
    re.ASCII | re.IGNORECASE,
)
"""Anything that could be an arXiv number, right or wrong; ``rest`` makes it a piece of something longer.

arXiv's own parser forgives a missing or doubled hyphen and slash too (arxiv-base ``identifier/__init__.py``).
"""

_WITHOUT_HYPHEN: Final = {name.replace("-", ""): name for name in (*OLD_STYLE_ARCHIVES, *LATER_ARCHIVES)}


def archive_of(match: re.Match[str]) -> str | None:
    """The archive that a match of ``NUMBER`` names, in its own spelling; ``None`` if it names none that there is."""
    return _WITHOUT_HYPHEN.get((match["archive"] or "").lower().replace("-", ""))


def check_number(match: re.Match[str]) -> tuple[str, int | None] | str:
    """Canonical number and version of a match of ``NUMBER``, or the reason why arXiv can't have given it."""
    first, second, version = match["first"], match["second"], match["version"]
    archive = archive_of(match)
    if match["archive"] and not archive:
        return f"there is no archive {match['archive'].lower()}"
    if match["rest"]:
        return f"{match['rest'][:20]!r} stands directly after the number"
    reason = _check_new(first, second) if second else _check_old(archive, first)
    if reason:
        return reason
    if version is not None and not (0 < len(version) < 5 and version[0] != "0"):
        return f"version {version[:8]!r}, where versions are v1, v2 ..."
    return f"{first}.{second}" if second else f"{archive}/{first}", int(version) if version else None


def _check_new(yymm: str, number: str) -> str | None:
    if len(yymm) != 4:
        return f"{_digits(yymm)} before the dot, where YYMM has 4"
    if not "01" <= yymm[2:] <= "12":
        return f"month {yymm[2:]}"
    year = _year(yymm)
    if (year, yymm[2:]) < (2007, "04"):
        return f"{yymm} is before 0704, when numbers had the form archive/YYMMNNN"
    width = 4 if year < 2015 else 5
    if len(number) != width:
        return f"{_digits(number)} in {year}, where numbers have {width}"
    return None if number.strip("0") else "number 0, where numbers begin with 1"


def _check_old(archive: str | None, digits: str) -> str | None:
    if len(digits) != 7:
        return f"{_digits(digits)} without a dot, where archive/YYMMNNN has 7"
    if archive is None:
        return f"{digits} without its archive, where the form is archive/YYMMNNN"
    if not "01" <= digits[2:4] <= "12":
        return f"month {digits[2:4]}"
    if archive in LATER_ARCHIVES:
        return f"{archive} began after numbers of the form archive/YYMMNNN had ended"
    month, last = (_year(digits), digits[2:4]), OLD_STYLE_ARCHIVES[archive] or "0703"
    if month < (1991, "08" if archive == "hep-th" else "07"):
        return f"{digits[:4]} is before arXiv's first month"
    if month > (_year(last), last[2:]):
        return f"{digits[:4]} is after {last}, the last month of {archive}/YYMMNNN"
    return None if digits[4:].strip("0") else "number 000, where numbers begin with 001"


def _digits(number: str) -> str:
    return "1 digit" if len(number) == 1 else f"{len(number)} digits"


def _year(yymm: str) -> int:
    """Two digits from 91 on are of the last century, as in arXiv's own parser."""
    return int(yymm[:2]) + (1900 if yymm[:2] >= "91" else 2000)
