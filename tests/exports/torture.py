r"""Invented papers whose titles, names, references and identifiers hold what breaks bibliographies.

Each has two forms: as the public snapshot gives it (TeX, ``authors_parsed``) and as the query API does (Unicode, whole
names); the real readers of these make the records. ``plain`` is what a program that reads the export should show;
``None`` where math has no single plain form, and the letters are compared only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from exports.readers import Seen
from loopback_arxiv import Paper, feed
from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys, cite_key
from paperdex.core.records import BibliographicRecord
from paperdex.exports import get_format
from paperdex.exports.facts import facts_of
from paperdex.exports.journal import parse_journal
from paperdex.exports.options import USUAL, ExportOptions, Loss
from paperdex.sources.arxiv_feed import read_page
from paperdex.sources.snapshot import parse_line
from paperdex.sources.transport import Reply

WHEN = "2026-11-20T00:00:00Z"
Name = tuple[str, str, str, str]
"""Family, given and suffix as the snapshot has them, and the whole name as the API has it."""


@dataclass(frozen=True, slots=True)
class Hard:
    """One invented paper."""

    tex: str
    utf8: str = ""
    """As the API gives the title; empty where it is the same."""
    plain: str | None = ""
    """As a reader should show it; empty where it is as the API gives it."""
    names: tuple[Name, ...] = (("Invented", "Ada", "", "Ada Invented"),)
    families: tuple[str, ...] = ("Invented",)
    """What a reader should show as family names."""
    journal: str | None = None
    doi: str | None = None
    id: str = ""
    categories: str = "cs.TP math.CO"

    @property
    def title(self) -> str | None:
        """The title that a reader should show."""
        return self.plain if self.plain != "" else self.utf8 or self.tex


def _by(title: str, family: str, given: str, suffix: str = "") -> Hard:
    whole = " ".join(part for part in (given, family, suffix) if part)
    return Hard(title, names=((family, given, suffix, whole),), families=(family,))


TITLES = (
    Hard("Brewing Is All You Need"),
    Hard("A teapot for everyone"),
    Hard("THE TEAPOTS OF MARS"),
    Hard("TeapotNet and tRNA on CUP-10: a study of hepatitis B in Y-shaped pots"),
    Hard("A Kalman filter for tea: the Hilbert case of Darjeeling leaves"),
    Hard("Why brew? Because tea is good. Or is it"),
    Hard("Q&A on 50% of #1 pots at a_b", plain="Q&A on 50% of #1 pots at a_b"),
    Hard(r"Q\&A on 50\% of \#1 pots at a\_b", r"Q\&A on 50\% of \#1 pots at a\_b", "Q&A on 50% of #1 pots at a_b"),
    Hard("100%% of tea % of all & more", plain="100%% of tea % of all & more"),
    Hard("Tea &amp; pots &lt;b&gt; &#233;t&eacute;", plain="Tea & pots <b> été"),
    Hard("Pots at $5 and $10 a piece"),
    Hard("A $1000 pot, $2 more, and 3 $ less"),
    Hard(r"Earn \$5 a day", r"Earn \$5 a day", "Earn $5 a day"),
    Hard(r"On $\Phi$-mesons in $GL_n(\mathbb{R})$", r"On $Φ$-mesons in $GL_n(\mathbb{R})$", None),
    Hard(r"$\alpha$-tea, $x^{2}_{i}$ and $\beta\gamma$", r"$α$-tea, $x^{2}_{i}$ and $βγ$", None),
    Hard("Tea with α, β ≤ γ and Ω → ∞", plain=None),
    Hard(r"An unbalanced $\left( x$ of tea", plain=None),
    Hard(r"Pots of $10\kpc$ by $\mymacro{tea}$", plain=None),
    Hard(r"H$_2$O and CO$^{2}$ in $\rm tea$", plain=None),
    Hard(r"${\cal N}=4$ teas and $a^b^c$", plain=None),
    Hard(r"A single { brace", plain="A single { brace"),
    Hard(r"A single } brace", plain="A single } brace"),
    Hard(r"An escaped \{ brace", plain="An escaped { brace"),
    Hard("The {T}eapot {is {deep}} in braces", plain="The Teapot is deep in braces"),
    Hard(r"The set \{tea\} of pots", plain="The set {tea} of pots"),
    Hard("A tilde ~ and a caret ^ and a back\\\\slash", plain=None),
    Hard("Less < more > equal | bar", plain="Less < more > equal | bar"),
    Hard(r"Th\'e na\"ive caf\'{e} of \r{A}ngstr\"om", "Thé naïve café of Ångström"),
    Hard(r"{\'E}tudes of \v{C}aj, \L{}\'od\'z and {\O}l in \c{S}i\c{s}li", "Études of Čaj, Łódź and Øl in Şişli"),
    Hard(r"Wei{\ss}er Tee, \ae{}ther and \OE{}uvre", "Weißer Tee, æther and Œuvre"),
    Hard("Trà đá và phở ễ ị ợ"),
    Hard("ﬁne oﬀers of tea № 5", plain=None),
    Hard("“Quoted” tea ‘x’ – long — dash…", plain=None),
    Hard("``Quoted'' tea -- dash", plain=None),
    Hard('A "straight" quote and an @ sign, @misc{x, title = {evil}}', plain=None),
    Hard("Tea at 20 °C ± 5 µm × 3 § 4 † © ™ € £ ¥ ½", plain=None),
    Hard("Tea\u200b with\u00ad zero\ufeff width\u202e and bidi\u202c", plain="Tea with zero width and bidi"),
    Hard("Wrapped\n  title of\n  tea", plain="Wrapped title of tea"),
    Hard("CafÃ© mojibake of tea", plain="Café mojibake of tea"),
    Hard(r"\input{/etc/passwd} and \write18{ls} of tea", plain=None),
    Hard(r"$\input{/etc/passwd}$ and $\write18{ls}$", plain=None),
    Hard(r"\emph{Italic} \textbf{bold} {\it old} tea\footnote{No.} \cite{x}", plain="Italic bold old tea"),
    Hard("<script>alert(1)</script> of tea", plain="<script>alert(1)</script> of tea"),
    Hard("=cmd|' /C calc'!A0", plain=None),
    Hard("[31mRed[0m tea \x1b[2J", plain="[31mRed[0m tea [2J"),
    Hard("Чай и чайники по-русски"),
    Hard("架空の茶碗について"),
    Hard("شاي في إبريق"),
    Hard("Tea 🫖 with emoji"),
    Hard("On the tea of Fermat's last pot, I'm sure; it's {\\em Poincar\\'e}'s",
         r"On the tea of Fermat's last pot, I'm sure; it's {\em Poincaré}'s",
         "On the tea of Fermat's last pot, I'm sure; it's Poincaré's"),
    Hard(r"Fig.~3 of \textit{B. tea} and \TeX", plain=None),
    Hard("C++ and C# for p-adic teas, p<0.05", plain="C++ and C# for p-adic teas, p<0.05"),
    Hard("Why?` What!` ,, and << >>", plain=None),
    Hard(r"100\,000 pots\ldots and \alpha", r"100\,000 pots\ldots and α", None),
    Hard(r"\'Etude of ḣ, x̱ and ā̃", "Étude of ḣ, x̱ and ā̃", None),
    Hard(r"$\sim$10 pots by \texttt{pot\_py}, S$_N$2 and $\lambda$50",
         r"$\sim$10 pots by \texttt{pot\_py}, S$_N$2 and $λ$50", None),
    Hard("Ομάδα τσαγιού"),
)  # fmt: skip

NAMES = (
    _by("Particles", "van der Verzonnen", "Jan"),
    _by("Particle and suffix", "van der Verzonnen", "Jan", "Jr."),
    _by("Suffix", "Invented", "Ada B.", "III"),
    _by("Capital particle", "De Verzonnen", "Hans"),
    _by("Collaboration", "Teapot Collaboration", ""),
    Hard("The collaboration", names=(("Collaboration", "Kettle", "", "Kettle Collaboration"), (":", "", "", ":"),
                                     ("Invented", "Ada", "", "Ada Invented")),
         families=("Kettle Collaboration", "Invented")),
    _by("Group with and", "Kettle and Pot Group", ""),
    Hard("Others", names=(("Invented", "Ada", "", "Ada Invented"), ("al.", "et", "", "et al.")),
         families=("Invented",)),
    _by("One word", "Mononym", ""),
    _by("Small letters", "invented", "xavier"),
    _by("Small particle with hyphen", "al-Inventado", "M."),
    _by("Apostrophes", "O'Fiction", "Siobhán"),
    _by("Close initials", "Invented", "R.V.E."),
    _by("Accents", "Zmyślona", "Łucja"),
    _by("First letters", "Izmišljeni", "Đorđe"),
    _by("Icelandic", "Þórsson", "Össur"),
    _by("Turkish", "Uydurma", "Iğdır Ş."),
    _by("Cyrillic", "Выдуманная", "Ева"),
    Hard("Japanese", names=(("太郎", "架空", "", "架空 太郎"),), families=("架空 太郎",)),
    _by("Arabic", "خيالي", "سمير"),
    _by("Vietnamese", "Nguyễn", "Ảo Đ."),
    Hard("Tie", names=(("Invented", "Ada", "", "Ada~Invented"),)),
    _by("Hyphens", "Pretend-Feigned", "Jean-Élie"),
    Hard("A comma left", names=(("Invented,", "Ada B.", "Jr.", "Ada B. Invented, Jr."),)),
    Hard("Particles left behind", names=(("Santos", "J. dos", "", "J. dos Santos"),), families=("dos Santos",)),
    Hard("A suffix of its own", names=(("Fictive", "J. -P.", "", "J. -P. Fictive"), ("Jr.", "", "", "Jr.")),
         families=("Fictive",)),
    Hard("An observatory", names=(("Observatory", "The Kettle", "", "The Kettle Observatory"),),
         families=("The Kettle Observatory",)),
    _by("Greek", "Επινοημένη", "Εύα"),
    Hard("A comma in the name", names=(("Inventada", "Maria", "", "Inventada, Maria"),), families=("Inventada",)),
    Hard("A thousand and more", names=tuple(
        (f"Invented{n}", f"A. {chr(65 + n % 26)}.", "", f"A. {chr(65 + n % 26)}. Invented{n}") for n in range(3000)),
        families=()),
)  # fmt: skip

REFERENCES = (
    Hard("Published", journal="J. Inv. Tea 12 (2019) 34-56", doi="10.5555/tea.1"),
    Hard("Published, old form", journal="Inv.Rev.D75:124011,2018", doi="10.5555/Tea_2"),
    Hard("Published, with an erratum", journal="Tea Lett. 3, 041101 (2017); Erratum-ibid. 4, 1 (2018)"),
    Hard("Published, no volume", journal="J. Stat. Tea. P04012 (2016)"),
    Hard("Specials", journal=r"Tea \& Pots, Vol.\ 12, 100% of \'Etudes_1 {x", doi="10.5555/a_b(c)<d>%#&2"),
    Hard("Proceedings", journal="In Proc. of the 3rd Conf. on Tea, Ghent 2019, pp. 3--9"),
    Hard("Several DOIs", doi="10.5555/first 10.5555/second"),
    Hard("DOI with its address", doi="https://doi.org/10.5555/tea"),
    Hard("Broken DOI", doi="(2009)"),
    Hard("DOI with a semicolon", doi="10.5555/(SICI)1097(1999)17:15<1661::AID-X1>3.0.CO;2-2"),
    Hard("Accents in the journal", journal=r"Ann. Caf\'e 7 (2015), no. 2, 1--9"),
    Hard("Old style", id="hep-th/9901999", categories="hep-th"),
    Hard("Old style with class", id="math/0309999", categories="math.GT"),
)
HARD = (*TITLES, *NAMES, *REFERENCES)


def identifier(number: int) -> str:
    """The identifier of the nth paper, of a month without so many papers."""
    return HARD[number].id or f"1706.9{number:04}"


def in_snapshot() -> tuple[BibliographicRecord, ...]:
    """The records as the snapshot has them."""
    return tuple(parse_line(json.dumps(_line(number, hard)), WHEN) for number, hard in enumerate(HARD))


def _line(number: int, hard: Hard) -> dict[str, object]:
    submitted = datetime.fromisoformat(_submitted(number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {
        "id": identifier(number),
        "title": hard.tex,
        "authors_parsed": [list(name[:3]) for name in hard.names],
        "abstract": f"  An abstract of tea, {hard.tex}.\n",
        "categories": hard.categories,
        "journal-ref": hard.journal,
        "doi": hard.doi,
        "versions": [{"version": "v1", "created": submitted}],
    }


def in_api() -> tuple[BibliographicRecord, ...]:
    """The records as the query API has them."""
    papers = [
        Paper(
            identifier(number),
            hard.utf8 or hard.tex,
            tuple((name[3], None) for name in hard.names),
            f"An abstract of tea, {hard.utf8 or hard.tex}.",
            tuple(hard.categories.split()),
            (_submitted(number),),
            journal_ref=hard.journal,
            doi=hard.doi,
        )
        for number, hard in enumerate(HARD)
    ]
    body = feed(papers, max_results=len(papers))
    return read_page("arxiv", Reply(200, "", "application/atom+xml", body), retrieved=WHEN).records


def _submitted(number: int) -> str:
    return f"20{number % 20 + 5:02}-{number % 12 + 1:02}-{number % 28 + 1:02}T12:00:00Z"


def bibliography(records: Iterable[BibliographicRecord]) -> tuple[TopicGroup, ...]:
    """The records under a few topics, each with its key."""
    distinct = DistinctKeys()
    taken: set[str] = set()
    groups: dict[tuple[str, ...], list[BibliographyItem]] = {}
    topics = (("Tea & Pots",), ("Tea & Pots", "50% {Kettles} @home{x, y"), ("Saucers, cups; more",), ())
    for number, record in enumerate(records):
        key = distinct(cite_key(record, (record.submitted or "")[:4]), taken)
        taken.add(key.casefold())
        topic = topics[number * 4 // len(HARD)]
        groups.setdefault(topic, []).append(BibliographyItem(key, record, topics=(topic,) if topic else ()))
    return tuple(TopicGroup("Torture @ {tea}", topic, tuple(items)) for topic, items in groups.items())


NOT_LATIN = re.compile("[\u0370-\u1dff\u2e80-\uffff]")
MOST = {"bibtex": 100, "biblatex": 500}


@dataclass(frozen=True)
class Export:
    """The torture set in a format, and what is in it."""

    text: str
    truth: dict[str, Seen]
    hard: dict[str, Hard]
    losses: tuple[Loss, ...]


@cache
def export(name: str, *, api: bool = False, abstract: bool = False) -> Export:
    """The torture set as a format writes it."""
    losses: list[Loss] = []
    groups = bibliography(in_api() if api else in_snapshot())
    options = ExportOptions(abstract=abstract, tell=losses.append)
    text = "".join(get_format(name).write(groups, options))
    items = [item for group in groups for item in group.items]
    truth = {}
    for hard, item in zip(HARD, items, strict=True):
        facts = facts_of(item, USUAL)
        families = list(hard.families)
        if len(hard.names) > 100:
            families = [each[0] for each in hard.names[: MOST[name]]]
        elif name == "bibtex" and NOT_LATIN.search("".join(families)):
            families = [each[3] for each in hard.names]
        published = parse_journal(item.record.journal_ref or "")
        year = published.year if published else str(facts.date[0])
        truth[item.cite_key] = Seen(hard.title or item.record.title, families, year, facts.arxiv, facts.doi)
    return Export(text, truth, dict(zip(truth, HARD, strict=True)), tuple(losses))
