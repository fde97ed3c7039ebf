"""Journals by their usual abbreviations: ``Phys. Rev. D``, ``Phys.Rev.D76:013009``, ``Physical Review D``, ``PRD``.

A name counts as that of a journal where each of its words is, or begins with, an abbreviation that journals use; so two
spellings of one journal can be told from the names of two, without a list of all journals.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from paperdex.core.text import fold

_STEM_WORDS = """
    acad accel acoust acta adv aerosp algebr algo am amer anal angew ann annal annual app appl arch arith artif
    artificial astron astropart astrophys atmos atom bayes biochem bioinformat biol biomed biophys bull bullet
    bulletin calc can chaos chem circ class clim comb combin comm commun compos comput cond condens constr contemp
    contin control cosmo cosmol cryptol curr czech data decis design differ differential discret discrete duke dyn
    dynam earth ecol econ econom eff electr electron elem energ eng entropy environ equ ergod ergodic eur europhys
    eval evol exp exper express expt few field finance fluid focus fortschr found frac front funct fund gen genet
    geo geom geophys glob grav group healt heavy helv high hist hydrol ieee imag image ind indag inf inform inst
    instrum int integr intell interdiscip interfac internat international inv invent inverse iza japan journ journal
    jpn knot lab lang lase lat learn lect lecture lett linear liq logic low mach magn manag manu mass mat mater math
    meas mech mechanic med membr meteorol meth method mic micro mod mol mon monthly multi multiscale nanotechnol nat
    natl natur network neural neuro neurosci new nonlin nonlinear not note notic nuc nucl numer ocean oper opt optim
    optimiz pac pacif part pattern per period perspect pharm phil philos phys planet plasma plos pol polon polym pot
    probab proc prog program pub publ pure quant quart ramific related relativ reliab ren rend rep report
    representat rept res rev robot roy royal russ sb sci science semicond semigr ser signal simul sinica soc
    soft softw solar solid sov space spectr speech stat statist statistic stoch stochast struct stud supercond suppl
    surf surv symb symp syst tech technol theor theoret therm thermodyn top topol tr trans transact transp univers
    vac vib vis wave world
"""
_STEMS = tuple(sorted(set(_STEM_WORDS.split()), key=len, reverse=True))
_SHORTEST_STEM = 3
"""A stem with fewer letters is the whole word."""
_LONGEST_CUT = 1
"""Letters that a word with a full stop behind it may have beyond its stem."""
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "in", "on", "for", "de", "der", "die", "et", "la", "to", "und", "del", "di")
)
_VOLUMES = frozenset(
    ("vol", "volume", "v", "no", "nr", "n", "issue", "page", "pages", "pp", "p", "art", "ser", "series")
)
"""What may stand behind the name, in front of a number."""
_ACRONYMS = {
    "prl": "phys rev lett", "rmp": "rev mod phys", "prx": "phys rev x", "pra": "phys rev a", "prb": "phys rev b",
    "prc": "phys rev c", "prd": "phys rev d", "pre": "phys rev e", "npb": "nucl phys b", "npa": "nucl phys a",
    "plb": "phys lett b", "pla": "phys lett a", "jhep": "j high energy phys", "jcap": "j cosmol astropart phys",
    "mnras": "mon not roy astron soc", "apj": "astrophys j", "apjl": "astrophys j lett", "apjs": "astrophys j suppl",
    "aj": "astron j", "aa": "astron astrophys", "cqg": "class quant grav", "epl": "europhys lett",
    "njp": "new j phys", "cmp": "commun math phys", "jmp": "j math phys", "epjc": "eur phys j c",
    "epj": "eur phys j", "ptp": "prog theor phys", "jetp": "j exp theor phys", "jpcm": "j phys condens matter",
    "pnas": "proc natl acad sci", "jmlr": "j mach learn res", "sigma": "sigma", "eptcs": "eptcs",
}  # fmt: skip
"""Names that are one word, by how journals are abbreviated."""
_PLAINLY_CUT = frozenset(("Phys", "Rev", "Lett", "Nucl", "Math", "Astrophys", "Astron", "Commun", "Appl", "Theor"))
"""Abbreviations that need no full stop to be seen as such."""
_WHOLE_NAMES = ("physica", "nature", "science", "entropy", "icarus", "automatica", "optica", "chaos")
"""Names of one word that need no abbreviation; ``Physica A`` has a section."""
_WORD = r"[^\W\d_]+"
_SPELT = re.compile(rf"(?P<word>{_WORD})(?P<stop>\.?)")
_NAME_END = re.compile(r"[\d:(\[]")
_YEAR = r"(?:19|20)\d\d"
_SHORTENED = r"(?:[A-Z][a-z]{0,12}(?:\.|(?![\w.]))|(?:of|and|the|in|for|&)(?=\s))"
_SECTION = r"(?:\s?(?-i:[A-Z]{1,2}|II?I?)(?![A-Za-z]))?"
_WHERE = r"(?:[\s,:]+(?:[Vv]ol\.?\s?|[Nn]o\.?\s?)?[A-Z]?\d[\w:,.;/() –-]{0,40}?|[A-Z]?\d[\w:,.;/() –-]{0,40}?)?"
_DOTTED = rf"(?P<name>(?:[A-Z][a-z]{{0,12}}\.?)(?:\s?{_SHORTENED}){{0,6}}(?:\s?[A-Z][a-z]{{2,12}}(?![\w.]))?{_SECTION})"
_FULL = (
    r"(?P<full>(?:The\s)?(?:Physical Review|Reviews of Modern Physics|Nuclear Physics|Physics Letters|Physica"
    r"|(?:The )?Astrophysical Journal|Astronomy (?:&|and) Astrophysics|Monthly Notices|Physics Reports?"
    r"|(?:European|New) (?:Physical )?Journal of|(?:Journal|Annals|Archive|Bulletin|Reviews?) of"
    r"|Communications in|European Physical Journal)(?:\s(?:[A-Z][a-z]+|[A-Z]|of|the|and|in|&)(?![\w.])){0,7})"
)
_HINT = re.compile(r"Phys|Math|Rev|Lett|Journal|Annal|Astr|Commun|Monthly|J\.")
"""What the name of a journal that can be found has in it."""
_CITED = re.compile(rf"(?<![\w.])(?:{_FULL}|{_DOTTED}){_WHERE}[\s,(]*(?P<year>{_YEAR})(?!\d)\)?")


class Journal(NamedTuple):
    """The name of a journal where it stands in a text."""

    start: int
    end: int
    """Behind its year."""


def find_journal(text: str) -> Journal | None:
    """The first abbreviated or full name of a journal with a year behind it: ``Phys. Rev. D 76, 013009 (2007)``."""
    if not _HINT.search(text):
        return None
    match = _CITED.search(text)
    while match:
        if journal_words(match["name"] or match["full"]) and (match["full"] or _is_cut_name(match["name"])):
            return Journal(match.start(), match.end())
        match = _CITED.search(text, match.start() + 1)
    return None


def _is_cut_name(name: str) -> bool:
    """Whether a word of a name is cut with a full stop, and another word or ``J.`` is beside it; or two are plain."""
    words = [(match["word"], match["stop"]) for match in _SPELT.finditer(name)]
    whole = [stop for word, stop in words if len(word) > 1]
    if "." in whole:
        return len(whole) > 1 or any(word == "J" for word, _ in words)
    return sum(word in _PLAINLY_CUT for word, _ in words) > 1


@functools.lru_cache(maxsize=4096)
def journal_words(text: str) -> tuple[str, ...]:
    """The words of a journal's name at the beginning of a text, small; empty where it does not look like one.

    An acronym is spelt out: ``PRD 76`` is ``phys rev d``.
    """
    end = _NAME_END.search(text)
    name = text[: end.start()] if end else text
    spelt = [(fold(match["word"]), match["stop"]) for match in _SPELT.finditer(name)]
    spelt = [(word, stop) for word, stop in spelt if word not in _SMALL_WORDS]
    words = [word for word, _ in spelt]
    while words and words[-1] in _VOLUMES:
        words.pop()
    if words and words[0].startswith("proceeding"):
        return ()
    joined = "".join(words)
    if joined in _ACRONYMS:
        return tuple(_ACRONYMS[joined].split())
    if words and words[0] in _ACRONYMS:
        return (*_ACRONYMS[words[0]].split(), *words[1:])
    if words and words[0] in _WHOLE_NAMES and all(len(word) == 1 for word in words[1:]):
        return tuple(words)
    is_named = len(words) > 1 and (len(words[0]) > 1 or words[0] == "j") and any(len(word) > 1 for word in words)
    return tuple(words) if is_named and all(_is_of_journal(*each) for each in spelt[: len(words)]) else ()


def _is_of_journal(word: str, stop: str) -> bool:
    """Whether a word is one that names of journals have; one with a full stop behind it is cut: no ``Procaccia.``."""
    longest = len(word) if not stop else _LONGEST_CUT
    return len(word) == 1 or any(
        word == stem or (len(stem) >= _SHORTEST_STEM and word.startswith(stem) and len(word) - len(stem) <= longest)
        for stem in _STEMS
    )


def is_same_journal(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two names may be one journal's: each word is cut somewhere, and one may leave words out."""
    shorter, longer = sorted((ours, theirs), key=len)
    place = 0
    for word in shorter:
        while place < len(longer) and not _is_cut(word, longer[place]):
            place += 1
        if place == len(longer):
            return False
        place += 1
    return True


def _is_cut(word: str, other: str) -> bool:
    if "physica" in (word, other):
        return word == other
    first, second = sorted((word, other), key=len)
    return second.startswith(first) if len(first) > 1 or first in ("j", "r") else first == second
