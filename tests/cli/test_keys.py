"""``paperdex keys``: listed, renamed, taken from a file that a paper cites from."""

from __future__ import annotations

import json

import pytest

from cli.running import Desk, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers


@pytest.fixture
def tea(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """Four papers, with the keys of a first export."""
    names = ("Brown Teapots", "Kettles: An Invented Study", "Saucers", "Spoons")
    papers = [paper(n, title, doi=f"10.5555/Tea.{n}") for n, title in enumerate(names, 1)]
    arxiv.papers = Papers(papers)
    desk.write("tea.md", list_of(papers))
    desk.run("fetch", "tea.md")
    assert "paperdex export gives them" in desk.run("keys").err
    desk.run("export")
    return desk


def keys(desk: Desk) -> list[str]:
    return [line.split("\t")[0] for line in desk.run("keys").lines]


FIRST = ["invented2021brown", "invented2021kettles", "invented2021saucers", "invented2021spoons"]


def test_keys_are_listed(tea: Desk) -> None:
    """In their order, as lines or as JSON."""
    assert keys(tea) == FIRST
    assert tea.run("keys").lines[0] == "invented2021brown\t2101.90001\tBrown Teapots"
    row = json.loads(tea.run("keys", "--format", "jsonl").lines[0])
    assert row == {"key": "invented2021brown", "work": "2101.90001", "title": "Brown Teapots"}


def test_a_key_is_renamed(tea: Desk) -> None:
    """By the old one or the identifier; the export follows, and capitals alone may change."""
    tea.run("keys", "rename", "INVENTED2021brown", "tea:Brown_1")
    assert "@misc{tea:Brown_1," in tea.run("export").out
    tea.run("keys", "rename", "2101.90001", "TEA:brown_1")
    assert "@misc{TEA:brown_1," in tea.run("export").out
    assert tea.run("show", "tea:brown_1").out.startswith("Brown Teapots")


def test_keys_are_forgotten(tea: Desk) -> None:
    """The next export makes them anew; an unknown one changes nothing."""
    assert "there is no work 'tea'" in tea.run("keys", "forget", "invented2021brown", "tea", code=2).err
    assert keys(tea) == FIRST
    assert tea.run("keys", "forget", "invented2021brown", "2101.90002").err == "2 keys forgotten.\n"
    assert keys(tea) == FIRST[2:]
    tea.run("export", "--key-template", "arxiv")
    assert keys(tea)[0] == "invented2021brownteapots"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("invented2021brown", "Invented2021SPOONS", "is that of 2101.90004"),
        ("invented2021brown", "tea pot", "can't be a cite key"),
        ("invented2021brown", "täa", "can't be a cite key"),
        ("invented2021brown", "1tea", "a letter first"),
        ("invented2021brown", "tea{", "can't be a cite key"),
        ("invented2021braun", "tea", "Did you mean 'invented2021brown'"),
    ],
)
def test_a_key_that_can_not_be_is_refused(tea: Desk, old: str, new: str, says: str) -> None:
    """And nothing is changed."""
    assert says in tea.run("keys", "rename", old, new, code=2).err
    assert keys(tea) == FIRST


def test_keys_are_taken_from_a_file(tea: Desk) -> None:
    """By arXiv number, DOI, or title with author; two works may change keys; what is in doubt is told and left."""
    tea.write(
        "refs.bib",
        """@article{invented2021kettles, title = {Brown teapots}, eprint = {2101.90001v2}, archivePrefix = {arXiv}}
@article{invented2021brown, title = {Other words}, doi = {10.5555/TEA.2}}
@misc{2021:sau/cers, title = {{S}aucers}, author = {Bo Imaginary}}
@misc{spoons, title = {Spoons}, author = {Other, Somebody}}
@misc{fork, title = {Forks}, author = {Ada Invented}, eprint = {2101.99999}}
@misc{t\u00e9, title = {Spoons}, author = {Ada Invented}}
@misc{again, title = {Again}, eprint = {2101.90001}, archivePrefix = {arXiv}}
""",
    )
    outcome = tea.run("keys", "import", "refs.bib", code=1)
    assert "refs.bib: 3 keys taken, 0 as they were." in outcome.err
    assert [line for line in outcome.err.splitlines() if line.startswith(("Refused", "Not matched"))] == [
        "Refused: refs.bib: line 6: t\u00e9: not every program takes such a key",
        "Refused: refs.bib: line 7: again: the file calls 2101.90001 invented2021kettles too",
        "Not matched: refs.bib: line 4: spoons: 'Spoons' is no work of the library for sure",
        "Not matched: refs.bib: line 5: fork: 'Forks' is no work of the library for sure",
    ]
    rows = dict(line.split("\t")[:2] for line in tea.run("keys").lines)
    assert rows == {
        "2021:sau/cers": "2101.90003",
        "invented2021brown": "2101.90002",
        "invented2021kettles": "2101.90001",
        "invented2021spoons": "2101.90004",
    }
    assert tea.run("export").out.count("@misc{2021:sau/cers,") == 1


def test_a_key_of_another_work_is_refused(tea: Desk) -> None:
    """And so are those that would have needed the key of the work that keeps its own."""
    tea.write(
        "refs.bib",
        "@misc{invented2021brown, eprint={2101.90002}, title={K}}\n"
        "@misc{Invented2021Spoons, eprint={2101.90001}, title={B}}\n",
    )
    outcome = tea.run("keys", "import", "refs.bib", code=1)
    assert "Refused: refs.bib: Invented2021Spoons: it is the key of 2101.90004 in the library" in outcome.err
    assert "Refused: refs.bib: invented2021brown: it is the key of 2101.90001 in the library" in outcome.err
    assert keys(tea) == FIRST
    assert tea.run("keys", "import", "none.bib", code=2).err.startswith("Error: none.bib: there is no such file")


def test_what_is_no_bib_file_gives_no_keys(tea: Desk) -> None:
    """Of very many entries that are not matched some are told, and how many more there are."""
    assert "tea.md: there is no BibTeX entry in it." in tea.run("keys", "import", "tea.md", code=2).err
    tea.write("refs.bib", "".join(f"@misc{{fork{n}, title={{Fork {n}}}}}\n" for n in range(20)))
    err = tea.run("keys", "import", "refs.bib", code=1).err
    assert err.count("Not matched: refs.bib: line") == 10
    assert "Not matched: 10 more; -v tells all." in err
    assert tea.run("-v", "keys", "import", "refs.bib", code=1).err.count("Not matched") == 20
