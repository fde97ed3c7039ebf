"""How well papers are found by titles as lists write them, and what that asks of arXiv.

``python benchmarks/title_search.py [--titles N] [--seed N] [--recorded FOLDER] [--check] [-v]``. The tests' loopback
server holds all recorded papers (about 9,000) and answers real fetches of a list of titles, each with one kind of
noise. Every third entry names an author and the year, every third the year alone, the others nothing but the title. A
tenth of the papers get a rival: a planted paper of the same title, or of the same beginning where the list drops the
subtitle, by other people and mostly in another year.

An entry is *takable* when paperdex's rule lets its paper be taken: the titles are equal in their normal form (British
spelling and all), and no other paper has that title, or the entry names an author whom only this paper has, or a year
that only this one is near. A dropped subtitle takes an author or the year, and no other paper that begins so. A typo
and a title that was changed are not takable: the paper should be the first suggestion. Some titles are those of papers
that the server does not have.

``right`` are takable ones taken, ``wrong`` is any entry for which another paper was taken, ``beyond`` are right papers
taken though by this script's own account of the rule they should not be. ``first`` are those not taken whose paper is
the first suggestion, ``later`` a further one, ``other`` have only others suggested, ``none`` have nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from loopback_arxiv import LoopbackArxiv, Paper
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.names import parse_name, surname_key
from paperdex.core.resolution import Resolution
from paperdex.core.text import GREEK, main_title, normalise_title
from paperdex.sources import open_source
from paperdex.sources.base import Access
from paperdex.storage.filters import Filters
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.documents import Inputs
from paperdex.workflows.fetch import FetchOptions, Reach, fetch
from recorded_papers import Recorded, recorded_papers

RECORDED = Path(__file__).resolve().parent.parent.parent / "shared" / "recorded"
LEAST_FOUND = 0.9
LIST = "titles.csv"
COLUMNS = ("entries", "takable", "right", "wrong", "beyond", "first", "later", "other", "none")


@dataclass(frozen=True)
class Case:
    """One entry of the list, and the paper that is meant."""

    kind: str
    entry: ListEntry
    paper: Paper


# -- noise -----------------------------------------------------------------------------------------------------------

Noise = Callable[[str, random.Random], str | None]
"""A title as a list might write it; ``None`` where the title has nothing to make this noise of."""


def as_it_is(title: str, rng: random.Random) -> str | None:
    """No noise."""
    return title


def case(title: str, rng: random.Random) -> str | None:
    """All small, all capitals, or each word with a capital; math keeps its letters."""
    if "$" in title or "\\" in title:
        return None
    return rng.choice((str.lower, str.upper, str.title))(title)


def punctuation(title: str, rng: random.Random) -> str | None:
    """Marks lost, added or of another form; hyphens for blanks, blanks for hyphens, or the words run together."""
    if "$" in title or "\\" in title:
        return None
    changes: list[Callable[[str], str]] = [
        lambda text: text + ".",
        lambda text: re.sub(r"[,;.?!]", "", text),
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "", 1),
        lambda text: text.replace("-", "–"),
        lambda text: re.sub(r": ", " – ", text, count=1),
        lambda text: re.sub(r": ", ":", text, count=1),
        lambda text: re.sub(r"[\"'`“”‘’]", "", text),
        lambda text: text.replace("'", "’"),
        lambda text: f"“{text}”",
        lambda text: re.sub(r"(\w{4,}) (\w{4,})", r"\1-\2", text, count=1),
        lambda text: re.sub(r"[()]", "", text),
    ]
    changed = {change(title) for change in changes} - {title}
    return rng.choice(sorted(changed)) if changed else None


def tex(title: str, rng: random.Random) -> str | None:
    """Braces, emphasis, ties, math around numbers, commands for accents and Greek letters."""
    by_letter = {letter: f"$\\{name}$" for letter, name in GREEK.items()}
    accents = {"é": "\\'e", "è": "\\`e", "ö": '{\\"o}', "ü": '\\"{u}', "ä": '\\"a', "á": "\\'a", "ó": "\\'{o}"}
    text = "".join(accents.get(letter, letter) for letter in title)
    if "$" not in text:
        text = "".join(by_letter.get(letter, letter) for letter in text)
    if text == title or rng.random() < 0.3:
        if "$" in title:
            return None
        changes: list[Callable[[str], str]] = [
            lambda text: re.sub(r"\b([A-Z]\w*)", r"{\1}", text),
            lambda text: re.sub(r"\b([A-Z])", r"{\1}", text),
            lambda text: re.sub(r"(\w{5,})$", r"\\emph{\1}", text),
            lambda text: re.sub(r"\b(\d+)\b", r"$\1$", text),
            lambda text: re.sub(r"(\w) (\d)", r"\1~\2", text),
            lambda text: text.replace(" - ", " -- "),
            lambda text: text.replace("&", "\\&").replace("%", "\\%"),
        ]
        changed = {change(text) for change in changes} - {title}
        return rng.choice(sorted(changed)) if changed else None
    return text


def dropped_subtitle(title: str, rng: random.Random) -> str | None:
    """The part before the subtitle."""
    return main_title(title)


def typo(title: str, rng: random.Random) -> str | None:
    """One letter lost, doubled, swapped with the next or mistaken, in a word of four or more."""
    words = list(re.finditer(r"(?<![\\A-Za-z{])[A-Za-z]{4,}", title))
    if not words or "$" in title:
        return None
    word = rng.choice(words)
    place = rng.randrange(word.start() + 1, word.end() - 1)
    one, two = title[place], title[place + 1]
    wrong = rng.choice((two + one, two, one + one + two, rng.choice("aeinrst") + two))
    changed = title[:place] + wrong + title[place + 2 :]
    return None if normalise_title(changed) == normalise_title(title) else changed


_SPELLINGS = re.compile(
    r"""(?P<our> (?<=[Cc]ol)ou?r | (?<=ehavi)ou?r | (?<=eighb)ou?r | (?<=[Ff]lav)ou?r | (?<=[Tt]um)ou?r )
      | (?P<ll> (?<=[Mm]ode)ll?(?=ing) | (?<=[Ll]abe)ll?(?=ed|ing) | (?<=[Tt]unne)ll?(?=ing) )
      | (?P<re> (?<=[Cc]ent)(?:re|er)(?=s?\b) | (?<=[Ff]ib)(?:re|er)(?=s?\b) )
      | (?P<ogue> (?<=[Cc]atal)og(?:ue)?(?=s?\b) )
      | (?P<iz> (?<=[lnrt])i[sz](?=ation|ed\b) | (?<=nal)y[sz](?=ing|e\b) )
      | (?P<disc> (?<=\b[Dd])is[ck](?=s?\b) )""",
    re.VERBOSE,
)
_ACROSS = {"our": ("our", "or"), "ll": ("ll", "l"), "re": ("re", "er"), "ogue": ("ogue", "og"), "disc": ("isc", "isk")}


def spelling(title: str, rng: random.Random) -> str | None:
    """Each word that has two spellings in the other one: British for American, or the other way."""
    if "$" in title or "\\" in title:
        return None

    def other(found: re.Match[str]) -> str:
        if found.lastgroup == "iz":
            return found[0].translate(str.maketrans("sz", "zs"))
        british, american = _ACROSS[found.lastgroup or ""]
        return american if found[0] == british else british

    changed = _SPELLINGS.sub(other, title)
    return changed if changed != title else None


NOISES: dict[str, tuple[Noise, float]] = {
    "as it is": (as_it_is, 0.08),
    "case": (case, 0.13),
    "punctuation": (punctuation, 0.16),
    "TeX": (tex, 0.16),
    "dropped subtitle": (dropped_subtitle, 0.13),
    "typo": (typo, 0.13),
    "spelling": (spelling, 0.10),
}
"""Each kind, and its share of the titles; the rest are titles changed between versions and of papers withheld."""
CHANGED = "changed title"
WITHHELD = "not at arXiv"
"""As it is, of a paper that the server does not have: nothing may be taken."""


def cases(recorded: Sequence[Recorded], count: int, rng: random.Random) -> list[Case]:
    """So many entries, each of a paper of its own and with a title of its own."""
    found: list[Case] = []
    used: set[str] = set()

    def add(kind: str, title: str, paper: Paper) -> bool:
        key = normalise_title(title)
        if not key or key in used:
            return False
        used.update((key, normalise_title(paper.title)))
        line = len(found) + 2
        found.append(Case(kind, _entry(line, title, paper), paper))
        return True

    for each in recorded:
        for title in each.earlier_titles[-1:]:
            if len([one for one in found if one.kind == CHANGED]) < count * 0.06:
                add(CHANGED, title, each.paper)
    pool = list(recorded)
    rng.shuffle(pool)
    pool = [each for each in pool if not each.earlier_titles]
    # Kinds that few titles are fit for choose first.
    for kind in ("spelling", "dropped subtitle", "TeX", "punctuation", "typo", "case", "as it is", WITHHELD):
        noise, share = NOISES.get(kind, (as_it_is, 0.05))
        wanted = round(count * share) if kind != WITHHELD else count - len(found)
        rest: list[Recorded] = []
        for each in pool:
            noisy = noise(each.paper.title, rng) if wanted and each.paper.authors else None
            if noisy is not None and add(kind, noisy, each.paper):
                wanted -= 1
            else:
                rest.append(each)
        pool = rest
    return found


def _entry(line: int, title: str, paper: Paper) -> ListEntry:
    authors = (paper.authors[0][0],) if paper.authors and line % 3 == 0 else ()
    return ListEntry(line=line, title=title, authors=authors, date=paper.versions[0][:4] if line % 3 != 2 else None)


def rivals(meant: Iterable[Case], rng: random.Random) -> Iterator[Paper]:
    """Planted papers for a tenth of the entries: of the same title, or for a dropped one with another subtitle."""
    for number, each in enumerate(meant):
        if rng.random() < 0.1:
            year = int(each.paper.versions[0][:4]) + rng.choice((-7, -3, 0, 0, 3, 7))
            is_sequel = each.kind == "dropped subtitle" and rng.random() < 0.5
            yield replace(
                each.paper,
                id=f"2601.{90000 + number}",
                title=f"{each.entry.title}: A Planted Sequel" if is_sequel else each.paper.title,
                authors=(("Rival Invented", None), ("Planted Madeup", None)),
                versions=(f"{year}-06-01T00:00:00Z",),
            )


# -- what may be taken -----------------------------------------------------------------------------------------------


class Rule:
    """What the rule allows, by looking at every paper there is."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        self._by_main: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            self._by_title[normalise_title(paper.title)].append(paper)
            if main := main_title(paper.title):
                self._by_main[normalise_title(main)].append(paper)

    def allows(self, case: Case) -> bool:
        """Whether the paper that is meant may be taken for the entry."""
        if case.kind == "spelling":
            return self._decides(case, self._by_title[normalise_title(case.paper.title)], needs_witness=False)
        key = normalise_title(case.entry.title)
        if equal := self._by_title.get(key):
            return case.paper in equal and self._decides(case, equal, needs_witness=False)
        alike = self._by_main.get(key, [])
        return case.paper in alike and self._decides(case, alike, needs_witness=True)

    @staticmethod
    def _decides(case: Case, papers: list[Paper], *, needs_witness: bool) -> bool:
        entry = case.entry
        if entry.authors:
            return [paper for paper in papers if _surnames(paper) & _surnames_of(entry.authors)] == [case.paper]
        if not entry.date:
            return len(papers) == 1 and not needs_witness
        apart = {paper.id: abs(int(paper.versions[0][:4]) - int(entry.date)) for paper in papers}
        near = [paper for paper in papers if apart[paper.id] <= 5]
        if needs_witness and len(near) > 1:
            return False
        return [paper for paper in near if apart[paper.id] <= 1] == [case.paper]


def _surnames(paper: Paper) -> set[str]:
    return _surnames_of(name for name, _ in paper.authors)


def _surnames_of(names: Iterable[str]) -> set[str]:
    return {surname_key(parse_name(name).family or name) for name in names}


# -- the measurement -------------------------------------------------------------------------------------------------


def resolve(meant: Sequence[Case], server: LoopbackArxiv) -> list[Resolution]:
    """What a fetch makes of the entries, in their order."""
    reading_list = ReadingList(LIST, "csv", entries=tuple(case.entry for case in meant))
    with TemporaryDirectory(prefix="paperdex-") as folder:
        library = Path(folder) / "library.db"
        with open_source("arxiv", Access(server.url, 0, Path(folder))) as arxiv:
            fetch(Inputs(lists=((reading_list, b""),)), library, Reach(network=(arxiv,)), FetchOptions())
        with LibraryReader.open(library) as reader:
            rows = {row.line: row for row in reader.entries(Filters())}
        found = [rows[case.entry.line] for case in meant]
        return [Resolution(row.status, row.id, suggestions=row.suggestions) for row in found]


def outcome(case: Case, takable: bool, resolution: Resolution) -> str:
    """The column that an entry counts in."""
    if resolution.status == "resolved":
        return "wrong" if resolution.work != case.paper.id else "right" if takable else "beyond"
    works = [suggestion.work for suggestion in resolution.suggestions]
    if case.paper.id in works:
        return "first" if works[0] == case.paper.id else "later"
    return "other" if works else "none"


def main() -> int:
    """Print a table of kinds of noise; with ``--check``, 1 when a wrong paper is taken or too few right ones."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--titles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recorded", type=Path, default=RECORDED)
    parser.add_argument("--check", action="store_true", help="fail below what is promised")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what was not found or taken wrongly")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    recorded = list(recorded_papers(options.recorded).values())
    meant = cases(recorded, options.titles, rng)
    withheld = {case.paper.id for case in meant if case.kind == WITHHELD}
    papers = [each.paper for each in recorded if each.paper.id not in withheld]
    papers += rivals((case for case in meant if case.kind != WITHHELD), rng)
    rule = Rule(papers)
    began = time.monotonic()
    with LoopbackArxiv(papers) as server:
        resolutions = resolve(meant, server)
        requests = [request.params["search_query"] for request in server.requests]
    seconds = time.monotonic() - began
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, resolution in zip(meant, resolutions, strict=True):
        takable = rule.allows(case)
        column = outcome(case, takable, resolution)
        counts[case.kind].update(["entries", column] + ["takable"] * takable)
        if options.verbose and column not in {"right", "first"}:
            others = [suggestion.title for suggestion in resolution.suggestions] or resolution.work
            print(f"{case.kind}: {column}: {case.entry.title!r}: {case.paper.id} {case.paper.title!r}: {others}")
    total = sum(counts.values(), Counter())
    print(f"{'':17}" + "".join(f"{column:>9}" for column in COLUMNS))
    for kind, row in [*((kind, counts[kind]) for kind in (*NOISES, CHANGED, WITHHELD) if counts[kind]), ("all", total)]:
        print(f"{kind:17}" + "".join(f"{row[column]:9}" for column in COLUMNS))
    found = total["right"] / (total["takable"] or 1)
    again = sum(")" in query and 'ti:"' not in query for query in requests)
    print(f"{found:.1%} of the takable are taken, from {len(papers)} papers, in {seconds:.0f} s.")
    print(
        f"{len(requests)} requests for {len(meant)} titles, {again} of them second looks; "
        f"the longest query has {max(map(len, requests))} characters."
    )
    return 1 if options.check and (total["wrong"] or found < LEAST_FOUND) else 0


if __name__ == "__main__":
    sys.exit(main())
