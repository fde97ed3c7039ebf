"""``paperdex export``: headings, options, what it says, and whose files it writes over."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cli.running import Desk, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers
from paperdex import exports
from paperdex.exports.options import Loss

MANY = tuple((f"Ada Invented{n}", None) for n in range(103))


@pytest.fixture
def tea(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """Two topics; the second paper is under both, the third of another year and category."""
    papers = [
        paper(1, "Brown Teapots"),
        paper(2, "An Invented Kettle"),
        paper(3, "Cups & Saucers", categories=("math.CO",), versions=("2019-05-06T00:00:00Z",), authors=MANY),
    ]
    arxiv.papers = Papers(papers)
    other = list_of(papers[1:], topic="Kettles").partition("\n\n")[2]
    desk.write("tea.md", f"{list_of(papers[:2], topic='Pots')}\n{other}")
    desk.run("fetch", "tea.md")
    return desk


def headings(text: str) -> list[str]:
    return [line.partition(": ")[2] for line in text.splitlines() if line.startswith("% Topic")]


def titles(text: str) -> list[str]:
    return [line.split("{")[1].strip("},") for line in text.splitlines() if line.startswith("  title")]


def test_headings(tea: Desk) -> None:
    """Topics by default, each work once; years with the newest first, categories by the alphabet, or none at all."""
    whole = tea.run("export").out
    assert headings(whole) == ["Pots", "Kettles"]
    assert "% Reading list: Invented reading\n" in whole
    assert len(titles(whole)) == 3
    by_year = tea.run("export", "--group-by", "year").out
    assert headings(by_year) == ["2021", "2019"]
    assert "% Reading list" not in by_year
    assert headings(tea.run("export", "--group-by", "category").out) == ["cs.LG", "math.CO"]
    plain = tea.run("export", "--group-by", "none", "--sort", "title").out
    assert headings(plain) == []
    assert titles(plain) == ["An Invented Kettle", "Brown Teapots", "Cups \\& Saucers"]
    assert titles(tea.run("export", "--sort", "title").out) == [
        "An Invented Kettle",
        "Brown Teapots",
        "Cups \\& Saucers",
    ]
    assert titles(tea.run("export", "--sort", "title", "--limit", "3").out) == ["An Invented Kettle", "Brown Teapots"]


def test_an_option_that_means_nothing_to_the_format_is_refused(tea: Desk) -> None:
    """With the formats that heed it, if there are some; nothing is written."""
    assert tea.run("export", "--max-authors", "2").out.count(" and others") == 1
    outcome = tea.run("export", "--style", "x", "-o", "tea.bib", code=2)
    assert "--style means nothing to the format bibtex" in outcome.err
    assert not (tea.folder / "tea.bib").exists()
    outcome = tea.run("export", "--template", "none.txt", code=2)
    assert "none.txt: can't be read" in outcome.err
    assert "none.csl: can't be read" in tea.run("export", "--style", "none.csl", code=2).err


def test_the_key_template_is_a_setting(tea: Desk) -> None:
    """The option wins over it; what can't be read is told with its place; keys that are given stay."""
    tea.write("paperdex.toml", 'key_template = "{auth}_{id}"')
    assert "{Invented_arxiv210190001," in tea.run("export", "--limit", "1").out
    assert "@misc{bbt," not in tea.run("export", "--key-template", "bbt", "--limit", "1").out
    tea.write("paperdex.toml", 'key_template = "{tea}"')
    assert "paperdex.toml: key_template: the key template '{tea}' has" in tea.run("export", code=2).err
    assert "{Invented_arxiv210190001," in tea.run("export", "--key-template", "bbt").out


def test_a_template_is_read_by_the_workflow(tea: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The format gets its text."""
    row = replace(exports.get_format("bibtex"), heeds=("template",), module="cli.echoing_format")
    monkeypatch.setitem(exports.FORMATS, "bibtex", row)
    tea.write("mine.txt", "\ufeffMine: é")
    assert tea.run("export", "--template", "mine.txt").out == "Mine: é\n"


def test_losses_are_told(tea: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of a kind, all with -v, none with -q; a file says the same as stdout."""
    said = "Changed: invented02019cups (2101.90003), authors: its 103 authors are cut to the first 100."
    assert said in tea.run("export").err
    assert said in tea.run("export", "-o", "tea.bib").err
    assert tea.run("-q", "export").err == ""
    row = replace(exports.get_format("bibtex"), module="cli.echoing_format")
    monkeypatch.setitem(exports.FORMATS, "bibtex", row)
    monkeypatch.setattr(
        "cli.echoing_format.LOSSES", [Loss("2101.90001", f"key{n}", "title", "it is cut") for n in range(12)]
    )
    err = tea.run("export").err
    assert err.count("Changed: key") == 10
    assert "Changed: title of 2 more works; -v tells all." in err
    assert tea.run("-v", "export").err.count("Changed: key") == 12


def test_what_paperdex_did_not_write_is_not_written_over(tea: Desk) -> None:
    """Neither a stranger's file nor one that was changed by hand; its own is, and an empty or equal one too."""
    path = tea.write("tea.bib", "@misc{mine}\n")
    outcome = tea.run("export", "-o", "tea.bib", code=2)
    assert "tea.bib: paperdex did not write this file" in outcome.err
    assert all(option in outcome.err for option in ("--force", "--update", "--diff"))
    assert path.read_text(encoding="utf-8") == "@misc{mine}\n"
    assert tea.files() >= {"tea.bib"}
    assert not [name for name in tea.files() if name.endswith(".new")]
    tea.run("export", "--force", "-o", "tea.bib")
    tea.run("export", "--limit", "1", "-o", "tea.bib")
    with path.open("a", encoding="utf-8") as file:
        file.write("% by hand\n")
    tea.run("export", "-o", "tea.bib", code=2)
    tea.write("empty.bib", "")
    tea.run("export", "-o", "empty.bib")
    (tea.folder / "equal.bib").write_bytes((tea.folder / "empty.bib").read_bytes())
    tea.run("export", "-o", "equal.bib")
    tea.run("export", "--limit", "1", "-o", "equal.bib")


def test_a_diff_writes_nothing(tea: Desk) -> None:
    """It ends with 1 when something would change, and prints nothing when not."""
    outcome = tea.run("export", "--diff", "-o", "tea.bib", code=1)
    assert "+@misc{invented2021brown," in outcome.lines
    assert not (tea.folder / "tea.bib").exists()
    tea.run("export", "-o", "tea.bib")
    assert tea.run("export", "--diff", "-o", "tea.bib").out == ""
    path = tea.folder / "tea.bib"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Brown", "Green").rstrip("\n") + "\x1b[31m", encoding="utf-8"
    )
    outcome = tea.run("export", "--diff", "-o", "tea.bib", code=1)
    assert "-  title = {Green Teapots}," in outcome.lines
    assert "+  title = {Brown Teapots}," in outcome.lines
    assert "\\ No newline at end of file" in outcome.lines
    assert "\x1b" not in outcome.out
    assert "--diff needs a file" in tea.run("export", "--diff", code=2).err


def test_a_check_reads_the_output_back(tea: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads back otherwise is not put into place, nor printed."""
    assert tea.run("export", "--check").out == tea.run("export").out
    tea.run("export", "--check", "-o", "tea.bib")
    before = (tea.folder / "tea.bib").read_bytes()
    monkeypatch.setattr("paperdex.exports.bibfile.protect_case", lambda title, *_: f"Nothing of {title[:3]}")
    outcome = tea.run("export", "--check", "-o", "tea.bib", code=1)
    assert "reads back otherwise: invented2021brown: another title, 'Nothing of Bro'" in outcome.err
    assert (tea.folder / "tea.bib").read_bytes() == before
    assert tea.run("export", "--check", code=1).out == ""


def test_update_keeps_a_file_in_step(tea: Desk) -> None:
    """Values in place, new works at the end, everything else byte for byte; again, it changes nothing."""
    own = "@book{own,\r\n title = {Mine \xe9}\r\n}\r\n\r\n"
    known = "@misc{myteapot,\r\n eprint = {2101.90001},\r\n archivePrefix = {arXiv},\r\n title = {%s},\r\n %s}\r\n"
    rest = "author = {Ada Invented and Bo Imaginary}, year = 2021"
    path = tea.write("refs.bib", (own + known % ("Wrong", rest)).encode("cp1252"))
    diff = tea.run("export", "--update", "refs.bib", "--diff", code=1)
    assert "- title = {Wrong}," in diff.out
    assert b"Wrong" in path.read_bytes()
    outcome = tea.run("export", "--update", "refs.bib")
    assert "refs.bib: 2 works added, 1 changed, 0 in step." in outcome.err
    assert "paperdex keys import refs.bib" in outcome.err
    content = path.read_bytes()
    assert content.startswith((own + known % ("Brown Teapots", rest)).encode("cp1252"))
    assert content.count(b"\r\n") == content.count(b"\n")
    stamp = path.stat().st_mtime_ns
    assert "0 works added, 0 changed, 3 in step" in tea.run("export", "--update", "refs.bib").err
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, stamp)
    tea.run("export", "--update", "new.bib")
    assert (tea.folder / "new.bib").read_text(encoding="utf-8") == tea.run("export").out
    tea.run("export", "-o", "new.bib")  # it is paperdex's own
    tea.run("export", "--limit", "1", "-o", "new.bib")
    tea.run("export", "--update", "new.bib")
    tea.run("export", "-o", "new.bib")


def test_update_writes_what_the_file_is_written_in(tea: Desk) -> None:
    """A file of BibLaTeX gets entries of BibLaTeX, unless the format is named."""
    old = "@online{mine, title={Own}, author={Ada Own}, date={2020}, eprint={2101.99999}, eprinttype={arXiv}}\n"
    path = tea.write("refs.bib", old)
    tea.run("export", "--limit", "1", "--update", "refs.bib")
    assert path.read_text(encoding="utf-8").startswith(old)
    assert "\n@online{invented2021brown," in path.read_text(encoding="utf-8")
    tea.run("export", "-f", "bibtex", "--update", "refs.bib")
    assert "\n@misc{invented2021invented," in path.read_text(encoding="utf-8")
    assert "@misc{invented2021brown" not in path.read_text(encoding="utf-8")


def test_update_refuses_what_it_can_not_keep(tea: Desk) -> None:
    """A broken file, bytes that are no text, two files at once; a key that is in use is told."""
    for content in (b"@misc{a, title={x}\n@misc{b, title={y}}\n", b"\x00\x01\x02@misc{a}"):
        path = tea.write("refs.bib", content)
        tea.run("export", "--update", "refs.bib", code=2)
        assert path.read_bytes() == content
    assert "name two files" in tea.run("export", "--update", "refs.bib", "-o", "x.bib", code=2).err
    tea.write("refs.bib", "@misc{invented2021brown, title={Mine}, eprint={2101.99999}}\n")
    outcome = tea.run("export", "--update", "refs.bib", code=1)
    assert "Not added: invented2021brown: line 1 has another work by this key" in outcome.err


def test_a_key_template_names_works_without_a_key(tea: Desk) -> None:
    """And never renames one; a template that can't be read is refused before any key is given."""
    assert "unknown variable {x}" in tea.run("export", "--key-template", "{x}", code=2).err
    assert tea.run("keys").out == ""
    assert "@misc{invented2021brownteapots," in tea.run("export", "--key-template", "arxiv").out
    assert "@misc{invented2021brownteapots," in tea.run("export").out


def test_a_library_that_can_not_be_written_to_is_exported(tea: Desk) -> None:
    """With a word about what it can't remember."""
    library = Path(tea.library)
    if os.geteuid() == 0:
        pytest.skip("everything may be written to by root")
    library.chmod(0o444)
    assert "won't know the file again" in tea.run("export", "-o", "tea.bib").err
