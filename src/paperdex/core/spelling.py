"""British and American spelling of one word, brought to one form for comparing titles.

Only for comparing: both titles go through the same rules, so a word that they misread (``noise`` becomes ``noize``)
does no harm, and what comes out is never shown.
"""

from __future__ import annotations

import re

_OUR = "arm behavi cand clam col endeav fav flav glam harb hon hum lab neighb od parl rig rum sav splend tum vap vig"
_RE = "calib cent fib goit lit lust manoeuv meag met och sab somb spect theat"
_DOUBLED = "cance channe counse equa fue funne initia labe leve marve mode pane signa tota trave tunne unrave"
_OGUE = "anal catal dial epil homol mon pedag prol"
_ENCE = "def lic off pret"


def _any(words: str) -> str:
    return "|".join(words.split())


_RULES = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=\w\w\w)is(?=(?:e[drs]?|ers|ing|ings|able|abl[ey]|ations?|ational|abilit(?:y|ies))\b)", "iz"),
        (r"(?<=\w\w)ys(?=(?:e[drs]?|ers|ing|able)\b)", "yz"),
        (rf"({_any(_OUR)})our", r"\1or"),
        (rf"\b(\w*(?:{_any(_RE)}))re(s?)\b", r"\1er\2"),
        (rf"\b(\w*(?:{_any(_RE)}))(?:red|ered)\b", r"\1ered"),
        (rf"\b(\w*(?:{_any(_RE)}))(?:ring|ering)\b", r"\1ering"),
        (rf"({_any(_DOUBLED)})ll(?=ed|ing|er|or)", r"\1l"),
        (rf"\b(\w*(?:{_any(_OGUE)}))ogue", r"\1og"),
        (rf"\b({_any(_ENCE)})ence", r"\1ense"),
        (r"haem(?=[ao])", "hem"),
        (r"aemi", "emi"),
        (r"anaesth", "anesth"),
        (r"\baesth", "esth"),
        (r"paed(?=iatr)", "ped"),
        (r"oe(?=dem|soph|str[oa])", "e"),
        (r"foet(?=[au])", "fet"),
        (r"(?<=pal)aeo|(?<=arch)aeo", "eo"),
        (r"manoeuver", "maneuver"),
        (r"sulph", "sulf"),
        (r"\bdis[ck](?=s?\b)", "disk"),
        (r"\bgrey", "gray"),
        (r"artefact", "artifact"),
        (r"aluminium", "aluminum"),
        (r"\bprogramme(?=s?\b)", "program"),
        (r"\bsceptic", "skeptic"),
        (r"\bmould", "mold"),
        (r"\bageing\b", "aging"),
        (r"(?<=[dg])gement", "gment"),
        (r"\b(focus|bias)s(?=ed|ing|es)", r"\1"),
        (r"\b(fulfil|enrol|instal)(?=s?\b|ment)", r"\1l"),
        (r"\bskilful", "skillful"),
        (r"\btowards\b", "toward"),
    )
)
_OTHER_SPELLING = re.compile(
    rf"iz(?:e[drs]?|ers|ing|able|ations?)\b|yz(?:e|ing)|(?:{_any(_OUR)})or|(?:{_any(_RE)})er|(?:{_any(_DOUBLED)})l(?:ed|ing|er)"
    rf"|(?:{_any(_OGUE)})og\b|(?:{_any(_ENCE)})ens|\bdisks?\b|\bgray|artifact|aluminum|sulf"
)


def american(text: str) -> str:
    """The text, in small letters, with British spelling made American: ``modelling colour`` is ``modeling color``."""
    text = text.casefold()
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def has_two_spellings(word: str) -> bool:
    """Whether a word in small letters is perhaps spelt otherwise across the ocean."""
    return bool(_OTHER_SPELLING.search(word)) or american(word) != word
