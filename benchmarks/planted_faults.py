"""How many planted faults ``paperdex check`` finds, and how often it raises a false alarm, rule by rule.

``python benchmarks/planted_faults.py [--lists N] [--seed N] [--recorded FOLDER] [--rule CODE] [--check] [-v]``. Clean
lists in several layouts are made of real records (titles, authors and dates are facts; nothing of them is stored in the
project), or of invented ones where the recorded data is absent. Into each, faults of every kind are planted: into
single entries, at most one in four of them, and at most one into the list as a whole. The records come from a source in
memory, through the same workflow as ever. What venues, comments and withdrawals the records have is planted as well.

A fault counts as *found* when its rule has a finding in its lines. *false* is a finding that answers to no planted
fault; its share is of the entries of all lists. A wrong paper and a title that drifted are *told apart* when the rule
of the one and not that of the other finds it. ``-v`` prints what was missed and what is false. The same seed gives the
same faults wherever it runs.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from invented import invented_papers
from paperdex.checks import RULES
from paperdex.core.identifiers import Identifier
from paperdex.core.names import parse_name
from paperdex.core.records import UNKNOWN_TO_ARXIV, Answer, BibliographicRecord, Version
from paperdex.core.text import main_title, normalise_title
from paperdex.lists import read_list
from paperdex.sources.base import Still, TitleAnswer
from paperdex.workflows.checking.run import CheckOptions, Shown, check
from paperdex.workflows.documents import Inputs
from paperdex.workflows.fetch import Reach
from recorded_papers import recorded_papers
from title_search import case, dropped_subtitle, punctuation, spelling, typo

RECORDED = Path(__file__).resolve().parent.parent.parent / "shared" / "recorded"
NOW = "2026-01-01T00:00:00Z"
LEAST_FOUND, MOST_FALSE, LEAST_APART = 0.98, 0.01, 0.95
TOPICS = (
    "Optimization", "Regularization", "Generative Models", "Sequence Models", "Vision", "Speech", "Graphs",
    "Robustness", "Compression", "Evaluation", "Transfer Learning", "Causality", "Planning", "Interpretability",
)  # fmt: skip
VENUES = ("NeurIPS", "ICML", "ICLR", "CVPR", "ACL", "EMNLP", "KDD", "AAAI", "IJCAI", "ECCV")
JOURNALS = ("Phys. Rev. D", "J. Mach. Learn. Res.", "Nucl. Phys. B", "Astrophys. J.", "Commun. Math. Phys.")


# -- records ---------------------------------------------------------------------------------------------------------


@dataclass
class Real:
    """A paper: its record, which a fault may change, and what it was called before."""

    record: BibliographicRecord
    earlier: tuple[str, ...] = ()


class Memory:
    """A source that knows these papers and no others."""

    name = "arxiv"
    batch = 100

    def __init__(self, papers: Iterable[Real]) -> None:
        self._papers = {real.record.work: real for real in papers}
        self._by_title: dict[str, list[Real]] = defaultdict(list)
        for real in self._papers.values():
            keys = {normalise_title(real.record.title), normalise_title(main_title(real.record.title) or "")}
            for key in keys - {""}:
                self._by_title[key].append(real)

    def lookup(self, identifiers: Sequence[Identifier], *, still: Still | None = None) -> Iterator[Answer]:
        """As arXiv: what it has, and what it does not know."""
        works = [identifier.work for identifier in identifiers]
        found = tuple(self._papers[work].record for work in works if work in self._papers)
        yield Answer(found, {work: UNKNOWN_TO_ARXIV for work in works if work not in self._papers})

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """The papers of that title, with or without a subtitle."""
        return tuple(real.record for real in self._by_title.get(normalise_title(title), ()))

    def search_titles(self, titles: Sequence[str], *, still: Still | None = None) -> Iterator[TitleAnswer]:
        """The same, of many."""
        return (TitleAnswer(title, self.search_title(title)) for title in titles)


_PLAIN = re.compile(r"[\w ,:?!'()./–-]{15,140}")
"""Titles without marks that mean something in one of the layouts."""


def papers(folder: Path) -> list[Real]:
    """The recorded papers whose records say who wrote them, or invented ones."""
    known: dict[str, Real] = {}
    found = (
        [(each.paper, each.earlier_titles) for each in recorded_papers(folder).values()]
        if folder.is_dir()
        else [(paper, ()) for paper in invented_papers(5000)]
    )
    for paper, earlier in found:
        key = normalise_title(paper.title)
        if not paper.authors or len(paper.authors) > 12 or not _PLAIN.fullmatch(paper.title) or key in known:
            continue
        record = BibliographicRecord(
            paper.id,
            paper.title,
            "arxiv",
            NOW,
            authors=tuple(parse_name(name) for name, _ in paper.authors),
            abstract="An abstract.",
            submitted=paper.versions[0],
            version=1,
            categories=paper.categories,
            versions=(Version(1, paper.versions[0]),),
        )
        known[key] = Real(record, tuple(title for title in earlier if _PLAIN.fullmatch(title)))
    return list(known.values())


class Shelf:
    """Papers to take from: those for entries, each once, and those that are only linked by mistake."""

    def __init__(self, found: Sequence[Real], rng: random.Random) -> None:
        found = list(found)
        rng.shuffle(found)
        cut = len(found) // 4
        self.others, self._fresh = found[:cut], found[cut:]
        self._by_author: dict[str, list[Real]] = defaultdict(list)
        self._by_word: dict[str, list[Real]] = defaultdict(list)
        for real in found:
            self._by_author[real.record.authors[0].name].append(real)
            for word in words_of(real.record.title):
                self._by_word[word].append(real)

    def take(self, wanted: Callable[[Real], bool] = lambda real: True) -> Real:
        """A paper that no list has yet."""
        for place in range(len(self._fresh) - 1, -1, -1):
            if wanted(self._fresh[place]):
                return self._fresh.pop(place)
        raise LookupError

    def __len__(self) -> int:
        return len(self._fresh)

    def by_same_author(self, real: Real, rng: random.Random) -> Real | None:
        """Another paper of the first author."""
        return _other(self._by_author[real.record.authors[0].name], real, rng)

    def with_same_words(self, real: Real, rng: random.Random) -> Real | None:
        """Another paper with at least two rare words of the title."""
        counts = Counter(
            other.record.work
            for word in words_of(real.record.title)
            for other in self._by_word[word]
            if len(self._by_word[word]) < 60
        )
        works = {work for work, count in counts.items() if count >= 2}
        found = {
            o.record.work: o for w in words_of(real.record.title) for o in self._by_word[w] if o.record.work in works
        }
        return _other(list(found.values()), real, rng)


def _other(found: Sequence[Real], real: Real, rng: random.Random) -> Real | None:
    found = [other for other in found if main_key(other.record.title) != main_key(real.record.title)]
    return rng.choice(found) if found else None


def words_of(title: str) -> list[str]:
    """Words that say something, each once; in order, so that chance alone decides and not a set's."""
    return list(dict.fromkeys(re.findall(r"[a-z]{5,}", title.lower())))


def main_key(title: str) -> str:
    """What two titles of one work share."""
    return normalise_title(main_title(title) or title)


# -- lists -----------------------------------------------------------------------------------------------------------


@dataclass
class Item:
    """One entry, as it will be written."""

    real: Real
    title: str
    url: str
    label: str = ""
    """An identifier as text, where one is written."""
    authors: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    lines: tuple[int, int] = (0, 0)


@dataclass
class Planted:
    """A fault, with the rules that may tell of it and its lines."""

    code: str
    kind: str
    items: list[Item] = field(default_factory=list)
    also: tuple[str, ...] = ()
    """Rules that may say something in its lines, too."""
    lines: list[tuple[int, int]] = field(default_factory=list)
    detail: str = ""


@dataclass
class Plan:
    """A list."""

    layout: str
    topics: list[tuple[str, list[Item]]]
    count: int | None = None
    contents: list[tuple[str, str]] = field(default_factory=list)
    """Names and anchors of a table of contents."""
    faults: list[Planted] = field(default_factory=list)
    marked: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Lines of what is no entry: ``count``, ``contents``, ``topic 3``."""

    @property
    def items(self) -> list[Item]:
        """All entries."""
        return [item for _, items in self.topics for item in items]


class Page:
    """Lines being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, *lines: str) -> tuple[int, int]:
        """Write lines; returns the first and the last one's number."""
        first = len(self.lines) + 1
        self.lines += "\n".join(lines).split("\n")
        return first, len(self.lines)

    @property
    def text(self) -> str:
        """The page."""
        return "\n".join(self.lines) + "\n"


def names(item: Item) -> str:
    """Authors as lists write them."""
    return ", ".join(item.authors)


def by(item: Item) -> str:
    """Authors behind a title: one name alone could be anything."""
    is_one = len(item.authors) == 1 and "et al." not in item.authors[0]
    return f"by {item.authors[0]}" if is_one else names(item)


def facts(item: Item, *parts: str) -> str:
    """What is said of an entry behind its title, parted by commas."""
    found = [part for part in (*parts, item.venue, item.date) if part]
    return f", {', '.join(found)}" if found else ""


def markdown_link(item: Item) -> str:
    """The title with its link."""
    return f"[{item.title}]({item.url})" if item.url else item.title


def bullets(item: Item) -> str:
    """``- [Title](url), authors, venue, date``."""
    label = f" ([{item.label}]({item.url}))" if item.label and item.url else ""
    return f"- {markdown_link(item) if not label else item.title}{facts(item, by(item))}{label}"


def ordered(item: Item) -> str:
    """``- 2015-03 [Title](url)``."""
    return f"- {item.date} {markdown_link(item)}{facts(replace(item, date=''), by(item))}"


def table_row(item: Item) -> str:
    """A row."""
    link = f"[{item.label or 'link'}]({item.url})" if item.url else ""
    return f"| {item.title} | {names(item)} | {item.venue} | {item.date} | {link} |"


def told_below(item: Item, indent: str, authors: str, venue: str, date: str) -> str:
    """A line for each thing that is known, below its entry."""
    told = ((authors, names(item)), (venue, item.venue), (date, item.date))
    return "".join(f"{indent}{name}: {value}\n" for name, value in told if name and value)


def heading(item: Item) -> str:
    """A heading with lines below it."""
    link = f"[{item.label or 'Paper'}]({item.url})\n\n" if item.url else ""
    return f"### {item.title}\n\n{link}{told_below(item, '- ', 'Authors', 'Venue', 'Date')}\nA note on what is in it.\n"


def fields(item: Item) -> str:
    """An item with fields below it."""
    told = told_below(item, "    * ", "Author", "Venue", "Year")
    return f"* {markdown_link(item)}\n    * Title: {item.title}\n{told}    * Abstract: Says what it is about."


def chinese(item: Item) -> str:
    """A numbered entry with notes in Chinese."""
    link = f" [paper]({item.url}) | [pytorch](https://github.com/invented/{abs(hash(item.title))})" if item.url else ""
    return f"1. {item.title}    \n*{item.date}*{link}       \n> 这篇论文提出了一种新的方法，值得一读。\n"


def russian(item: Item) -> str:
    """A numbered entry with notes in Russian."""
    label = f" ([{item.label}]({item.url}))" if item.label and item.url else ""
    title = f"**{item.title}**{label}" if label else markdown_link(item)
    return f"1. {title}\n{told_below(item, '   - ', 'Авторы', '', 'Год')}   - Заметка: хорошая работа."


def bibtex(item: Item) -> str:
    """An entry of a ``.bib`` file."""
    year, _, rest = item.date.partition("-")
    fields = {
        "author": " and ".join(item.authors),
        "title": f"{{{item.title}}}",
        "year": year,
        "date": item.date if rest else "",
        "booktitle": item.venue,
        "eprint": item.label.removeprefix("arXiv:"),
        "archiveprefix": "arXiv" if item.label else "",
        "url": item.url,
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{k{abs(hash(item.title)) % 10**8},\n{told}}}\n"


def rst(item: Item) -> str:
    """A list item of reStructuredText."""
    link = f"`{item.title} <{item.url}>`__" if item.url else item.title
    if item.label and item.url:
        link = f"{item.title}, `{item.label} <{item.url}>`__"
    return f"* {link}{facts(item, by(item))}"


def html(item: Item) -> str:
    """A list item of HTML."""
    link = f'<a href="{item.url}">{item.title}</a>' if item.url else item.title
    if item.label and item.url:
        link = f'{item.title} <a href="{item.url}">{item.label}</a>'
    return f"<li>{link}{facts(item, by(item))}</li>"


@dataclass(frozen=True)
class Layout:
    """How a list is written."""

    item: Callable[[Item], str]
    suffix: str = "md"
    head: str = "# A reading list\n"
    topic: str = "\n## {}\n"
    before: str = ""
    after: str = ""
    tail: str = ""
    dates: tuple[str, ...] = ("day", "month", "year", "")
    authors: tuple[str, ...] = ("all", "first", "et al", "")
    has_label: bool = True
    has_venue: bool = True
    may_lack_link: bool = True
    """Whether an entry without a link is one."""


LAYOUTS = {
    "bullets": Layout(bullets),
    "table": Layout(table_row, before="\n| Title | Authors | Venue | Date | Link |\n| --- | --- | --- | --- | --- |"),
    "headings": Layout(heading, may_lack_link=False),
    "fields": Layout(fields, dates=("day", "month", "year"), has_label=False),
    "ordered": Layout(ordered, dates=("month", "day"), has_label=False, authors=("", "first")),
    "chinese": Layout(chinese, head="---\ntitle: 论文阅读笔记\n---\n", topic="\n## {}\n", dates=("day",), authors=("",),
                      has_label=False, has_venue=False, may_lack_link=False),
    "russian": Layout(russian, head="# Список литературы\n", dates=("year",), has_venue=False),
    "bibtex": Layout(bibtex, "bib", "% A list\n", "% {}\n", dates=("year",), authors=("all",)),
    "rst": Layout(rst, "rst", "A reading list\n==============\n", "\n{}\n" + "-" * 24 + "\n"),
    "html": Layout(html, "html", "<html><body><main><h1>A reading list</h1>", "<h2>{}</h2>", "<ul>", "</ul>",
                   "</main></body></html>"),
}  # fmt: skip
WITH_HEADINGS = ("bullets", "fields", "table", "chinese", "russian", "rst", "html")


def written(plan: Plan) -> str:
    """The list as a text; every entry and mark gets to know its lines."""
    layout, page = LAYOUTS[plan.layout], Page()
    page.add(layout.head)
    if plan.count is not None:
        plan.marked["count"] = page.add(
            f"count: {plan.count}\n" if layout.suffix == "md" else f"Total: {plan.count} papers\n"
        )
    if plan.contents:
        page.add("## Contents\n")
        plan.marked["contents"] = page.add(*(f"- [{name}](#{anchor})" for name, anchor in plan.contents))
        page.add("")
    for number, (topic, items) in enumerate(plan.topics):
        plan.marked[f"topic {number}"] = page.add(layout.topic.format(topic))
        if not items:
            continue
        if layout.before:
            page.add(layout.before)
        for item in items:
            item.lines = page.add(layout.item(item))
        if layout.after:
            page.add(layout.after)
    page.add(layout.tail)
    return page.text


def new_list(layout_name: str, shelf: Shelf, rng: random.Random) -> Plan:
    """A clean list, with titles as lists write them."""
    layout = LAYOUTS[layout_name]
    form, how = rng.choice(layout.dates), rng.choice(layout.authors)
    wants_label = layout.has_label and rng.random() < (0.7 if layout_name == "bibtex" else 0.3)
    is_venue = layout.has_venue and rng.random() < 0.5
    topics = []
    for name in rng.sample(TOPICS, rng.randint(3, 5)):
        items = [
            new_item(shelf.take(), form, how, rng, label=wants_label, venue=is_venue) for _ in range(rng.randint(5, 10))
        ]
        if layout_name == "ordered":
            items.sort(key=lambda item: item.date)
        topics.append((name, items))
    return Plan(layout_name, topics)


def new_item(real: Real, form: str, how: str, rng: random.Random, *, label: bool, venue: bool) -> Item:
    """An entry that is right, though its title may be in another case or have other marks."""
    record = real.record
    title = record.title
    if rng.random() < 0.3:
        title = rng.choice((case, punctuation))(title, rng) or title
        title = title if _PLAIN.fullmatch(title) else record.title
    written_names = [author.name for author in record.authors]
    if how == "first":
        written_names = written_names[:1]
    elif how == "et al" and len(written_names) > 1:
        written_names = [f"{written_names[0]} et al."]
    date = {"day": 10, "month": 7, "year": 4, "": 0}[form]
    item = Item(
        real,
        title,
        f"https://arxiv.org/abs/{record.work}",
        label=f"arXiv:{record.work}" if label else "",
        authors=tuple(written_names) if how else (),
        date=(record.submitted or "")[:date],
    )
    if venue and rng.random() < 0.5:
        year = int((record.submitted or "2000")[:4])
        item.venue = f"{rng.choice(VENUES)} {year}"
        real.record = replace(record, comment=f"Accepted at {item.venue}")
    return item


# -- faults of entries -----------------------------------------------------------------------------------------------

Plant = Callable[[Item, Plan, Shelf, random.Random], Planted | None]
"""Plants a fault into an entry; ``None`` where the entry has no place for it."""


def linked(item: Item, real: Real) -> None:
    """Have an entry link another paper throughout."""
    item.url = item.url.replace(item.real.record.work, real.record.work)
    item.label = item.label.replace(item.real.record.work, real.record.work)


def malformed(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    work = item.real.record.work
    if "/" in work:
        return None
    month, _, number = work.partition(".")
    broken = rng.choice(
        (f"{month}.{number[:3]}", f"{month[:2]}{rng.randint(13, 99)}.{number}", f"{month}.{number}1234")
    )
    item.url = item.url.replace(work, broken)
    item.label = item.label.replace(work, broken)
    return Planted("PD101", "malformed", [item], ("PD208",), detail=broken)


def unknown(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    work = f"{rng.randint(16, 24):02}{rng.randint(1, 12):02}.{rng.randint(30000, 39999)}"
    item.url = item.url.replace(item.real.record.work, work)
    item.label = item.label.replace(item.real.record.work, work)
    return Planted("PD102", "unknown", [item], ("PD208",), detail=work)


def mismatch(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    other = rng.choice(shelf.others)
    if not item.label or "/" in item.real.record.work + other.record.work:
        return None
    item.url = item.url.replace(item.real.record.work, other.record.work)
    return Planted("PD103", "text and link differ", [item], ("PD201", "PD203", "PD204"), detail=other.record.title)


def retired(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    host = rng.choice(
        ("cn.arxiv.org", "xxx.lanl.gov", "browse.arxiv.org", "de.arxiv.org", "lanl.arxiv.org", "xxx.itp.ac.cn")
    )
    item.url = item.url.replace("https://arxiv.org", f"{rng.choice(('http', 'https'))}://{host}")
    if rng.random() < 0.15 and "/" not in item.real.record.work:
        item.url = f"https://www.arxiv-vanity.com/papers/{item.real.record.work}/"
    return Planted("PD104", "retired host", [item], ("PD105", "PD106"), detail=item.url)


def http(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    item.url = item.url.replace("https:", "http:")
    return Planted("PD105", "http", [item])


def pdf(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    item.url = item.url.replace("/abs/", "/pdf/") + rng.choice(("", ".pdf"))
    return Planted("PD106", "PDF", [item])


def pinned(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    latest = rng.randint(2, 5)
    item.real.record = replace(item.real.record, version=latest, versions=())
    item.url += f"v{rng.randint(1, latest - 1)}"
    return Planted("PD107", "old version", [item])


def dirty(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    tails = ("?s=03", "?utm_source=x", ".pdf", "?context=cs.LG", "&rut=1f")
    tail = rng.choice(tails)
    item.url = item.url.replace("/abs/", "//abs/") if rng.random() < 0.2 else item.url + tail
    return Planted("PD108", "dirty link", [item], detail=item.url)


def wrong_paper(kind: str) -> Plant:
    """Have an entry link another paper: any, one by the same author, one with words of the title."""

    def plant(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
        if kind == "random":
            other = _other(shelf.others, item.real, rng)
        else:
            other = (shelf.by_same_author if kind == "same author" else shelf.with_same_words)(item.real, rng)
        if other is None:
            return None
        linked(item, other)
        also = ("PD203", "PD204", "PD205", "PD206", "PD207", "PD302", "PD301")
        return Planted("PD201", f"wrong paper, {kind}", [item], also, detail=f"{item.title} <> {other.record.title}")

    return plant


def drift(kind: str, noise: Callable[[str, random.Random], str | None]) -> Plant:
    """Change the title as a list does."""

    def plant(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
        title = noise(item.real.record.title, rng)
        if title is None or normalise_title(title) == normalise_title(item.real.record.title) or len(title.split()) < 2:
            return None
        item.title = title
        return Planted("PD202", f"title, {kind}", [item], detail=f"{title} <> {item.real.record.title}")

    return plant


def between_versions(title: str, rng: random.Random) -> str | None:
    """A title as authors change it: a word replaced, dropped or added, two parts changed about."""
    words = title.split()
    if len(words) < 5:
        return None
    place = rng.randrange(1, len(words) - 1)
    change = rng.randrange(4)
    if change == 0:
        words[place] = rng.choice(("robust", "general", "novel", "efficient", "local", "improved"))
    elif change == 1:
        del words[place]
    elif change == 2:
        words.insert(place, rng.choice(("fast", "simple", "deep", "extended")))
    else:
        half = re.split(r" (?:for|of|in|with|and) ", title, maxsplit=1)
        if len(half) < 2 or min(map(len, half)) < 6:
            return None
        return f"{half[1]}: {half[0]}"
    return " ".join(words)


def earlier_title(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    earlier = [t for t in item.real.earlier if normalise_title(t) != normalise_title(item.real.record.title)]
    if not earlier:
        return None
    item.title = earlier[-1]
    detail = f"{item.title} <> {item.real.record.title}"
    return Planted("PD202", "title, real earlier version", [item], detail=detail)


def wrong_date(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if not item.date or plan.layout == "ordered":
        return None
    year, rest = int(item.date[:4]), item.date[4:]
    item.date = f"{year + rng.choice((-6, -4, -3, 3, 4, 5))}{rest}"
    if len(rest) == 3 and rng.random() < 0.3:
        item.date = f"{year}-{(int(rest[1:]) + 3) % 12 + 1:02}"
    return Planted("PD203", f"date ({len(rest)})", [item], detail=f"{item.date} <> {item.real.record.submitted}")


def wrong_author(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if not item.authors or "et al." in item.authors[0]:
        return None
    has = {author.family.lower() for author in item.real.record.authors}
    other = rng.choice(shelf.others).record.authors[0]
    if other.family.lower() in has or not re.fullmatch(r"[A-Z][\w.' -]+", other.name) or "ollaboration" in other.name:
        return None
    place = rng.randrange(len(item.authors))
    kind = "the only author" if len(item.authors) == 1 else "one of several"
    item.authors = (*item.authors[:place], other.name, *item.authors[place + 1 :])
    return Planted("PD204", f"author, {kind}", [item], detail=f"{item.authors} <> {item.real.record.authors}")


def wrong_venue(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if not item.venue:
        return None
    name, year = item.venue.split()
    others = [venue for venue in VENUES if venue != name]
    item.venue = rng.choice((f"{rng.choice(others)} {year}", f"{name} {int(year) - rng.choice((2, 3, 4))}"))
    return Planted("PD205", "venue", [item], detail=f"{item.venue} <> {item.real.record.comment}")


def withdrawn(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if item.venue:
        return None
    said = rng.choice(
        (
            "This paper has been withdrawn by the author due to a crucial error in Lemma 2",
            "Withdrawn",
            "The paper is withdrawn",
        )
    )
    is_sure = rng.random() < 0.5
    item.real.record = replace(item.real.record, withdrawn=True) if is_sure else replace(item.real.record, comment=said)
    return Planted("PD206", f"withdrawn, {'sure' if is_sure else 'by words'}", [item], detail=said)


def published(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if item.venue:
        return None
    year = int((item.real.record.submitted or "2000")[:4])
    journal = f"{rng.choice(JOURNALS)} {rng.randint(3, 90)} ({year + rng.randint(0, 1)}) {rng.randint(10, 900)}"
    doi = f"10.5555/invented.{rng.randint(1, 10**6)}"
    has = rng.choice(((journal, None), (None, doi), (journal, doi)))
    item.real.record = replace(item.real.record, journal_ref=has[0], doi=has[1])
    return Planted("PD207", "published", [item], detail=str(has))


def unlinked(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    if len(item.real.record.title.split()) < 4 or not LAYOUTS[plan.layout].may_lack_link:
        return None
    item.title = item.real.record.title
    item.url = item.label = ""
    # What is told here is the rule, and not where a title ends that nothing marks.
    item.authors = ()
    return Planted("PD208", "no identifier", [item], detail=item.title)


def duplicate(kind: str) -> Plant:
    """Have an entry twice under its topic: by id, version, title, DOI."""

    def plant(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
        topic = next(items for _, items in plan.topics if any(each is item for each in items))
        copy = replace(item)
        also: tuple[str, ...] = ("PD306",)
        if kind == "version":
            copy.url += "v1"
        elif kind == "title" and LAYOUTS[plan.layout].may_lack_link:
            copy.url = copy.label = ""
            copy.authors = ()
            also += ("PD208",)
        elif kind == "DOI" and "/" not in item.real.record.work:
            copy.url = f"https://doi.org/10.48550/arXiv.{item.real.record.work}"
            copy.label = ""
        elif kind != "id":
            return None
        place = next(place for place, each in enumerate(topic) if each is item)
        topic.insert(place + 1 if plan.layout == "ordered" else len(topic), copy)
        return Planted("PD301", f"twice, {kind}", [item, copy], also)

    return plant


def repeated(item: Item, plan: Plan, shelf: Shelf, rng: random.Random) -> Planted | None:
    others = [items for _, items in plan.topics if items and not any(each is item for each in items)]
    if plan.layout in ("ordered", "bibtex") or not others:
        return None
    copy = replace(item)
    rng.choice(others).append(copy)
    return Planted("PD302", "under two topics", [item, copy])


ENTRY_FAULTS: dict[str, tuple[Plant, ...]] = {
    "PD101": (malformed,),
    "PD102": (unknown,),
    "PD103": (mismatch,),
    "PD104": (retired,),
    "PD105": (http,),
    "PD106": (pdf,),
    "PD107": (pinned,),
    "PD108": (dirty,),
    "PD201": tuple(map(wrong_paper, ("random", "same author", "same words"))),
    "PD202": (
        drift("typo", typo),
        drift("dropped subtitle", dropped_subtitle),
        drift("spelling", spelling),
        drift("changed words", between_versions),
        earlier_title,
    ),
    "PD203": (wrong_date,),
    "PD204": (wrong_author,),
    "PD205": (wrong_venue,),
    "PD206": (withdrawn,),
    "PD207": (published,),
    "PD208": (unlinked,),
    "PD301": tuple(map(duplicate, ("id", "version", "title", "DOI"))),
    "PD302": (repeated,),
}


# -- faults of lists -------------------------------------------------------------------------------------------------


def wrong_count(plan: Plan, rng: random.Random) -> Planted | None:
    if LAYOUTS[plan.layout].suffix != "md" or any(fault.code in ("PD301", "PD302") for fault in plan.faults):
        return None
    right = {len(plan.items), sum(bool(item.url) for item in plan.items)}
    plan.count = rng.choice([count for count in range(min(right) - 3, max(right) + 4) if count not in right])
    return Planted("PD303", "count", detail=f"{plan.count} <> {len(plan.items)}")


def empty_topic(plan: Plan, rng: random.Random) -> Planted | None:
    if plan.layout not in WITH_HEADINGS:
        return None
    name = next(name for name in TOPICS if name not in {topic for topic, _ in plan.topics})
    plan.topics.insert(rng.randint(0, len(plan.topics)), (name, []))
    return Planted("PD304", "empty topic", detail=name)


def wrong_contents(plan: Plan, rng: random.Random) -> Planted | None:
    if plan.layout not in ("bullets", "table"):
        return None
    plan.contents = [(name, name.lower().replace(" ", "-")) for name, _ in plan.topics]
    place = rng.randrange(len(plan.contents))
    name, anchor = plan.contents[place]
    kind = rng.choice(("anchor", "missing", "gone"))
    if kind == "anchor":
        plan.contents[place] = name, f"{anchor}-old"
    elif kind == "missing":
        del plan.contents[place]
    else:
        plan.contents.insert(place, ("Former Topic", "former-topic"))
    return Planted("PD305", f"contents, {kind}", detail=name)


def out_of_order(plan: Plan, rng: random.Random) -> Planted | None:
    if plan.layout != "ordered":
        return None
    if any(fault.code == "PD301" for fault in plan.faults):
        return None  # what stands twice is to be taken out, and not moved
    long = [items for _, items in plan.topics if len(items) > 5 and items[0].date < items[3].date]
    if not long:
        return None
    items = rng.choice(long)
    item = items.pop(0)
    items.insert(rng.randrange(3, len(items)), item)
    return Planted("PD306", "order", [item], detail=item.date)


def similar_topics(plan: Plan, rng: random.Random) -> Planted | None:
    if plan.layout not in (*WITH_HEADINGS, "headings") or any(fault.code == "PD301" for fault in plan.faults):
        return None
    place = rng.randrange(len(plan.topics))
    name, items = plan.topics[place]
    if len(items) < 4:
        return None
    slip = rng.randrange(3)
    at = rng.randrange(2, len(name) - 2)
    other = (name.lower() if slip == 0 else name[:at] + name[at + 1 :] if slip == 1 else
             name.removesuffix("s") if name.endswith("s") else f"{name}s")  # fmt: skip
    plan.topics[place] = name, items[:2]
    plan.topics.append((other, items[2:]))
    return Planted("PD307", "similar topics", detail=f"{name} <> {other}")


LIST_FAULTS: dict[str, Callable[[Plan, random.Random], Planted | None]] = {
    "PD303": wrong_count,
    "PD304": empty_topic,
    "PD305": wrong_contents,
    "PD306": out_of_order,
    "PD307": similar_topics,
}


def places(plan: Plan, fault: Planted) -> list[tuple[int, int]]:
    """The lines of a fault, once its list is written."""
    if fault.items:
        return [item.lines for item in fault.items]
    marked = [lines for name, lines in plan.marked.items() if name.startswith("topic")]
    if fault.code == "PD303":
        return [plan.marked["count"]]
    if fault.code == "PD305":
        return [plan.marked["contents"], *marked]
    return [
        lines
        for name, lines in plan.marked.items()
        if name.startswith("topic") and plan.topics[int(name.split()[1])][0] in fault.detail.split(" <> ")
    ]


def plant_all(plan: Plan, shelf: Shelf, counts: Counter[str], rng: random.Random) -> None:
    """Plant faults into a quarter of the entries, the kinds that are rarest so far first, and one into the list."""
    free = [item for item in plan.items if item.real.record.version == 1]
    rng.shuffle(free)
    wanted = len(free) // 4
    for item in free:
        if len(plan.faults) >= wanted:
            break
        kinds = [(code, number, plant) for code, plants in ENTRY_FAULTS.items() for number, plant in enumerate(plants)]
        kinds.sort(key=lambda kind: (counts[f"{kind[0]}.{kind[1]}"] * len(ENTRY_FAULTS[kind[0]]), rng.random()))
        for code, number, plant in kinds:
            before = replace(item), item.real.record
            fault = plant(item, plan, shelf, rng)
            if fault is not None:
                counts[f"{code}.{number}"] += 1
                plan.faults.append(fault)
                break
            assert before == (item, item.real.record)
    # Few lists keep an order.
    for code in sorted(LIST_FAULTS, key=lambda code: (code != "PD306", counts[code], rng.random())):
        fault = LIST_FAULTS[code](plan, rng)
        if fault is not None:
            counts[code] += 1
            plan.faults.append(fault)
            break


# -- the measurement -------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What came of one rule."""

    planted: int = 0
    found: int = 0
    false: int = 0


def main() -> int:
    """Print a table of rules; with ``--check``, 1 when too little is found or too much is false."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lists", type=int, default=200, help="how many, a third of them clean (default: 200)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recorded", type=Path, default=RECORDED)
    parser.add_argument("--rule", action="append", help="tell of these rules only; with -v")
    parser.add_argument("--keep", type=Path, help="keep the lists in this folder")
    parser.add_argument("--check", action="store_true", help="fail below what is promised")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what was missed and what is false")
    options = parser.parse_args()
    if not options.recorded.is_dir():
        print(f"{options.recorded} is not there: the papers are invented.")
    rng = random.Random(options.seed)
    found = papers(options.recorded)
    shelf = Shelf(found, rng)
    plans: list[Plan] = []
    counts = Counter[str]()
    while len(plans) < options.lists and len(shelf) > 60:
        plan = new_list(list(LAYOUTS)[len(plans) % len(LAYOUTS)], shelf, rng)
        if len(plans) % 3:
            plant_all(plan, shelf, counts, rng)
        plans.append(plan)
    texts = {f"{n:03}-{plan.layout}.{LAYOUTS[plan.layout].suffix}": written(plan) for n, plan in enumerate(plans)}
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items() if options.keep else ():
        (options.keep / name).write_text(text, encoding="utf-8")
    shown = findings(texts, Memory(found))
    return told(dict(zip(texts, plans, strict=True)), texts, shown, options)


def findings(texts: dict[str, str], source: Memory) -> dict[str, list[Shown]]:
    """What check finds in each list."""
    lists = tuple((read_list(text.encode(), name), text.encode()) for name, text in texts.items())
    with TemporaryDirectory(prefix="paperdex-") as folder:
        path = Path(folder)
        report = check(Inputs(lists=lists), path / "none.db", path, Reach(network=(source,)), CheckOptions())
    by_list: dict[str, list[Shown]] = {name: [] for name in texts}
    for each in report.found:
        by_list[each.path].append(each)
    return by_list


def told(
    plans: dict[str, Plan], texts: dict[str, str], shown: dict[str, list[Shown]], options: argparse.Namespace
) -> int:
    """Print the table; returns the exit code."""
    tallies = {code: Tally() for code in RULES}
    kinds: dict[str, Tally] = defaultdict(Tally)
    apart = Counter[bool]()
    entries = 0
    for name, plan in plans.items():
        entries += len(plan.items)
        unread = len(plan.items) - len(read_list(texts[name].encode(), name).entries)
        if unread:
            say(options, "", f"{name}: {unread} of {len(plan.items)} entries were not read as they were written")
        answered: set[int] = set()
        for fault in plan.faults:
            lines = places(plan, fault)
            near = [each for each in shown[name] if any(a <= each.start.line <= b for a, b in lines)]
            answered.update(id(each) for each in near if each.rule.code in (fault.code, *fault.also))
            codes = {each.rule.code for each in near}
            is_found = fault.code in codes
            for tally in (tallies[fault.code], kinds[f"{fault.code} {fault.kind}"]):
                tally.planted += 1
                tally.found += is_found
            if fault.code in ("PD201", "PD202"):
                apart[is_found and not codes & ({"PD201", "PD202"} - {fault.code})] += 1
            if not is_found:
                say(
                    options,
                    fault.code,
                    f"missed  {name}:{lines[0][0]} {fault.code} {fault.kind}: {fault.detail} {codes or ''}",
                )
        for each in shown[name]:
            if id(each) not in answered:
                tallies[each.rule.code].false += 1
                where = f"{name}:{each.start.line}:{each.start.column}"
                say(options, each.rule.code, f"false   {where} {each.rule.code} {each.message}\n          {each.line}")
    print(f"{'rule':<28}{'planted':>9}{'found':>9}{'':>8}{'false':>7}{'':>8}")
    faults = 0
    for code, tally in tallies.items():
        share = tally.found / tally.planted if tally.planted else 1
        wrong = tally.false / entries
        mark = "" if share >= LEAST_FOUND and wrong <= MOST_FALSE else " <"
        faults += bool(mark)
        row = f"{code} {RULES[code].name}"
        print(f"{row:<28}{tally.planted:>9}{tally.found:>9}{share:>8.1%}{tally.false:>7}{wrong:>8.2%}{mark}")
        for kind, part in sorted(kinds.items()):
            if kind.startswith(code) and len([one for one in kinds if one.startswith(code)]) > 1:
                print(f"  {kind[6:]:<26}{part.planted:>9}{part.found:>9}{part.found / part.planted:>8.1%}")
    share = apart[True] / max(sum(apart.values()), 1)
    planted, all_found = (sum(getattr(t, key) for t in tallies.values()) for key in ("planted", "found"))
    false = sum(tally.false for tally in tallies.values())
    print(
        f"{len(plans)} lists, {entries} entries, {planted} faults: {all_found / planted:.1%} found,"
        f" {false / entries:.2%} false."
    )
    print(f"Wrong papers and drifted titles told apart: {share:.1%}.")
    return int(options.check and (faults > 0 or share < LEAST_APART))


def say(options: argparse.Namespace, code: str, text: str) -> None:
    """Print a detail, where details are wished for."""
    if options.verbose and (not options.rule or code in options.rule):
        print(text)


if __name__ == "__main__":
    sys.exit(main())
