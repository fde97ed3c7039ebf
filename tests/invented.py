"""Papers that don't exist, the same ones for the same seed, with the oddities of real ones.

Their identifiers lie where arXiv has no papers: numbers of a month from 900 (old style), 9500 and 90000 (new style).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from loopback_arxiv import Paper

_THINGS = ("Teapots", "Kettles", "Saucers", "Cosies", "Spoons", "Biscuits", "Tea Leaves", "Crumbs", "Doilies", "Trays")
_TITLES = (
    "Invented {a}: A Study of Imaginary {b} {n}",
    "On the Imaginary {b} of Invented {a} {n}",
    "An Invented Möbius Theory of {a} and {b} {n}",
    "Invented {a} at the Café: Déjà Vu with {b} {n}",
    "$ω$-Invented {a} and $N(μ, σ^2)$ Imaginary {b} {n}",
    'Invented-{a} {n}: Why "Imaginary" {b} Aren\'t State-of-the-Art & $p < 0.05$',
    "InventedNet {n}: Imaginary {a} for {b}",
    "Do Invented {a} Dream of Imaginary {b} {n}?",
)
_NAMES = (
    "Ada Invented",
    "Bob Imaginary",
    "Łucja Zmyślona",
    "Søren Opdigtet",
    "José María Inventado",
    "Jan van der Verzonnen",
    "Élise de Fictive",
    "Uğur Uydurma",
    "Ева Выдуманная",
    "架空 太郎",
    "A. B. Madeup Jr.",
    "Siobhán O'Fiction",
    "Q. Pretend-Feigned",
    "Mononym",
)
_PLACES = ("University of Nowhere", "Institut für Erfundenes", "Nowhere Lab & Sons", "École imaginaire")
_CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "stat.ML", "math.CO", "math-ph", "hep-th", "quant-ph", "astro-ph.HE")
_COMMENTS = (
    "{k} pages, {m} figures",
    "{k} pages; an invented comment, to appear nowhere",
    "v2: an imaginary misprint on page {m} mended",
    "Contribution to the Invented Workshop on Tea & Crumbs",
)
_SENTENCES = (
    "We invent {a} and imagine {b}.",
    "No {a} were boiled for this abstract, in which $α < β$.",
    "The naïve bound on {b} falls from $O(n^2)$ to nothing at all.",
    'On the InventedBench data {a} "work" & {b} don\'t.',
)
_SEQUEL = ": An Invented Sequel"


def invented_papers(count: int, seed: int = 0) -> list[Paper]:
    """The first ``count`` papers of the series of this seed; a longer list begins with the shorter one.

    Paper ``n`` counts from 0. Every third has a DOI, 1 in 25 is by a collaboration, 1 in 50 names affiliations, 1 in
    10 abstracts begins with two spaces and holds a line break, as arXiv's do. Each ``n % 50 == 49`` has the title of
    the paper before it, and each ``n % 40 == 20`` that title with a subtitle.
    """
    rng = random.Random(seed)
    numbering = _Numbering(rng)
    papers: list[Paper] = []
    for number in range(count):
        paper = _paper(number, numbering, rng)
        if number % 50 == 49:
            paper = replace(paper, title=papers[-1].title)
        elif number % 40 == 20:
            paper = replace(paper, title=papers[-1].title + _SEQUEL)
        papers.append(paper)
    return papers


def _paper(number: int, numbering: _Numbering, rng: random.Random) -> Paper:
    paper_id, archive, month = numbering.draw()
    words = {"a": rng.choice(_THINGS), "b": rng.choice(_THINGS), "n": number}
    published = f"J. Invented Tea {number % 90 + 1} ({month.year + 1}) {number}-{number + 9}"
    return Paper(
        id=paper_id,
        title=rng.choice(_TITLES).format_map(words),
        authors=_authors(number, rng),
        abstract=_abstract(number, rng).format_map(words),
        categories=_categories(archive, rng),
        versions=_versions(month, rng),
        comment=_comment(rng) if rng.random() < 0.78 else None,
        journal_ref=published if rng.random() < 0.4 else None,
        doi=f"10.5555/Invented.{number}" if number % 3 == 0 else None,
    )


def _authors(number: int, rng: random.Random) -> tuple[tuple[str, str | None], ...]:
    names = rng.sample(_NAMES, rng.randint(1, 5))
    if number % 25 == 24:
        names.insert(0, "Invented Teapot Collaboration")
    if number % 500 == 499:
        names += [f"Ada {name} the {copy}th" for copy in range(4, 9) for name in _NAMES]
    return tuple((name, rng.choice(_PLACES) if number % 50 == 0 else None) for name in names)


def _abstract(number: int, rng: random.Random) -> str:
    sentences = rng.sample(_SENTENCES, rng.randint(2, len(_SENTENCES)))
    return "  " + "\n  ".join(sentences) if number % 10 == 9 else " ".join(sentences)


def _categories(archive: str, rng: random.Random) -> tuple[str, ...]:
    primary = archive or rng.choice(_CATEGORIES)
    categories = dict.fromkeys((primary, *rng.sample(_CATEGORIES, rng.choice((0, 0, 1, 2)))))
    # arXiv lists both names of an aliased category.
    return (*categories, "math.MP") if "math-ph" in categories else tuple(categories)


def _versions(month: datetime, rng: random.Random) -> tuple[str, ...]:
    created = month + timedelta(seconds=rng.randrange(28 * 86_400))
    versions = [created]
    while len(versions) < 6 and rng.random() < 0.4:
        versions.append(versions[-1] + timedelta(seconds=rng.randrange(86_400, 60 * 86_400)))
    return tuple(version.strftime("%Y-%m-%dT%H:%M:%SZ") for version in versions)


def _comment(rng: random.Random) -> str:
    return rng.choice(_COMMENTS).format(k=rng.randint(4, 60), m=rng.randint(2, 20))


class _Numbering:
    """Identifiers, each once: a tenth in the old style, a fifth with four digits, the rest with five."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._old = _old_style()
        self._four = _new_style(range(9_500, 10_000), range(2008, 2015), 4)
        self._five = _new_style(range(90_000, 100_000), range(2015, 2026), 5)

    def draw(self) -> tuple[str, str, datetime]:
        """The identifier, its archive (empty in the new style), and the month of version 1."""
        kind = self._rng.random()
        scarce = self._old if kind < 0.1 else self._four if kind < 0.3 else self._five
        return next(scarce, None) or next(self._five)


def _old_style() -> Iterator[tuple[str, str, datetime]]:
    for number, year, month in product(range(900, 1000), range(1997, 2007), range(1, 13)):
        for archive in ("hep-th", "gr-qc", "quant-ph", "math-ph"):
            yield f"{archive}/{year % 100:02}{month:02}{number}", archive, datetime(year, month, 1, tzinfo=UTC)


def _new_style(numbers: range, years: range, width: int) -> Iterator[tuple[str, str, datetime]]:
    for number, year, month in product(numbers, years, range(1, 13)):
        yield f"{year % 100:02}{month:02}.{number:0{width}}", "", datetime(year, month, 1, tzinfo=UTC)
