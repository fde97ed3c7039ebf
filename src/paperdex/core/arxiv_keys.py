"""Cite keys as arXiv's own page "Export BibTeX citation" makes them, but for letters that are not ASCII."""

from __future__ import annotations

from paperdex.core.citekeys import ascii_word, identifier_key, year_digits
from paperdex.core.names import parse_name
from paperdex.core.records import BibliographicRecord

# The words that arXiv leaves out: the stop words of the Glasgow Information Retrieval group, slips and all.
_STOP_WORDS = frozenset(
    """
    a about above across after afterwards again against all almost alone along already also although always am among
    amongst amoungst amount an and another any anyhow anyone anything anyway anywhere are around as at back be became
    because become becomes becoming been before beforehand behind being below beside besides between beyond bill both
    bottom but by call can cannot cant co con could couldnt cry de describe detail do done down due during each eg eight
    either eleven else elsewhere empty enough etc even ever every everyone everything everywhere except few fifteen fify
    fill find fire first five for former formerly forty found four from front full further get give go had has hasnt
    have he hence her here hereafter hereby herein hereupon hers herself him himself his how however hundred ie if in
    inc indeed interest into is it its itself keep last latter latterly least less ltd made many may me meanwhile might
    mill mine more moreover most mostly move much must my myself name namely neither never nevertheless next nine no
    nobody none noone nor not nothing now nowhere of off often on once one only onto or other others otherwise our ours
    ourselves out over own part per perhaps please put rather re same see seem seemed seeming seems serious several she
    should show side since sincere six sixty so some somehow someone something sometime sometimes somewhere still such
    system take ten than that the their them themselves then thence there thereafter thereby therefore therein
    thereupon these they thickv thin third this those though three through throughout thru thus to together too top
    toward towards twelve twenty two un under until up upon us very via was we well were what whatever when whence
    whenever where whereafter whereas whereby wherein whereupon wherever whether which while whither who whoever whole
    whom whose why will with within without would yet you your yours yourself yourselves
    """.split()  # noqa: SIM905
)
_TITLE_WORDS = 4


def arxiv_key(record: BibliographicRecord, date: str | None) -> str:
    """Return first author's family name, year of the latest version and four title words, all small.

    Words are parted by blanks and compared whole, as arXiv does. Without an ASCII letter it is the identifier.
    """
    author = record.authors[0] if record.authors else None
    family = (author.family or parse_name(author.name).family) if author else ""
    words = [word for word in record.title.split() if word.lower() not in _STOP_WORDS][:_TITLE_WORDS]
    year = year_digits(record.updated or record.submitted or date)
    name = ascii_word(family)
    key = f"{name}{year}{ascii_word(''.join(words))}".lower()
    return key if name[:1].isalpha() else identifier_key(record.work)
