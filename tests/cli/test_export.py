"""``paperdex export``: headings, options, what it says, and whose files it writes over."""

from __future__ import annotations

import os
import re
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


def test_a_file_called_otherwise_than_it_is_written_is_told(tea: Desk) -> None:
    """It is what was asked for; biblatex is called as BibTeX is."""
    assert (
        "Warning: tea.bib is ris, though its name says bibtex." in tea.run("export", "-f", "ris", "-o", "tea.bib").err
    )
    assert "Warning" not in tea.run("export", "-f", "biblatex", "-o", "tea2.bib").err


def test_single_works(tea: Desk) -> None:
    """By identifier or cite key; the name of a file is none."""
    assert titles(tea.run("export", "arXiv:2101.90002v1").out) == ["An Invented Kettle"]
    works = ["invented2021brown", "https://arxiv.org/abs/2101.90003"]
    tea.run("export")
    assert titles(tea.run("export", *works).out) == ["Brown Teapots", "Cups \\& Saucers"]
    assert "To write to a file: -o refs.bib" in tea.run("export", "refs.bib", code=2).err
    assert "there is no work 'invented2021braun'. Did you mean" in tea.run("export", "invented2021braun", code=2).err


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
    assert "paperdex.toml:1: key_template: the key template '{tea}' has" in tea.run("export", code=2).err
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


def test_stdout_and_pipes_are_written_to(tea: Desk) -> None:
    """By the names that people call them; BibTeX, where no suffix tells."""
    text = tea.run("export").out
    assert tea.run("export", "-o", "-").out == text
    for name in ("-", "/dev/stdout", "/dev/fd/1"):
        assert tea.call("export", "-o", name).out == text
    assert not tea.files() & {"-"}
    assert "--diff needs a file" in tea.run("export", "--diff", "-o", "-", code=2).err
    assert ".bib, .ris" in tea.run("export", "-o", "tea.xyz", code=2).err


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


def test_nothing_is_never_written_over_something(tea: Desk) -> None:
    """Filters that let nothing through are told; a file stays as it is, or is not made."""
    tea.run("export", "-o", "tea.bib")
    before = (tea.folder / "tea.bib").read_bytes()
    for how in ([], ["--diff"], ["--force"]):
        outcome = tea.run("-q", "export", "--year", "2099", "-o", "tea.bib", *how, code=1)
        assert "tea.bib: there is no work to write. It was left as it is." in outcome.err
    assert (tea.folder / "tea.bib").read_bytes() == before
    tea.run("export", "--year", "2099", "-o", "new.bib", code=1)
    assert not (tea.folder / "new.bib").exists()
    outcome = tea.run("export", "--year", "2099")
    assert (outcome.out, outcome.err[:27]) == ("", "There is no work to write: ")
    assert "There is no work" in tea.run("export", "--year", "2099", "--update", "tea.bib").err


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
    assert "new.bib: a new file, 3 works added" in tea.run("export", "--update", "new.bib").err
    assert (tea.folder / "new.bib").read_text(encoding="utf-8") == tea.run("export").out
    tea.run("export", "-o", "new.bib")  # it is paperdex's own
    tea.run("export", "--limit", "1", "-o", "new.bib")
    tea.run("export", "--update", "new.bib")
    groups = re.compile(r"^\d+ \w+Group:.*", re.MULTILINE)
    assert groups.findall((tea.folder / "new.bib").read_text("utf-8")) == groups.findall(tea.run("export").out)
    tea.run("export", "-o", "new.bib")


def test_an_update_tells_of_what_it_wrote_only(tea: Desk) -> None:
    """Not again of a work that is in step."""
    assert "Changed: invented02019cups" in tea.run("export", "--update", "refs.bib").err
    assert "Changed" not in tea.run("export", "--update", "refs.bib").err


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
    assert "Not added: invented2021brown: line 1 has another work by this key, 'Mine'." in outcome.err
    assert "paperdex keys rename invented2021brown NEW" in outcome.err
    for name in ("tea.json", "tea.md", "-"):
        before = tea.files()
        assert "--update keeps .bib files in step" in tea.run("export", "--update", name, code=2).err
        assert tea.files() == before
    assert "--force means nothing" in tea.run("export", "--force", "--update", "refs.bib", code=2).err


def test_update_knows_entries_as_the_import_of_keys_does(tea: Desk) -> None:
    """By title and author where that is sure; a work that is not exported now keeps its key from another."""
    title = "title = {Cups \\& saucers}, author = {Invented0, Ada}, journal = {J. Tea}"
    path = tea.write("refs.bib", f"@article{{mine, {title}}}\n")
    assert "refs.bib: 2 works added, 1 changed" in tea.run("export", "--update", "refs.bib").err
    assert "@article{mine" in path.read_text()
    tea.write("refs.bib", f"@article{{invented2021brown, {title}}}\n")
    outcome = tea.run("export", "--limit", "1", "--update", "refs.bib", code=1)
    assert "Not added: invented2021brown: line 1 has another work" in outcome.err


def test_a_key_template_names_works_without_a_key(tea: Desk) -> None:
    """And never renames one; a template that can't be read is refused before any key is given."""
    assert "unknown variable {x}" in tea.run("export", "--key-template", "{x}", code=2).err
    assert tea.run("keys").out == ""
    assert "@misc{invented2021brownteapots," in tea.run("export", "--key-template", "arxiv").out
    assert "@misc{invented2021brownteapots," in tea.run("export").out
    said = "--key-template would call 3 works otherwise; they keep their keys."
    assert said in tea.run("export", "--key-template", "bbt").err
    assert "otherwise" not in tea.run("export", "--key-template", "arxiv").err


def test_what_writes_nothing_gives_no_keys(tea: Desk) -> None:
    """Nor does what was refused; an update gives those that stand in the file then."""
    tea.run("export", "--diff", "--key-template", "bbt", "-o", "tea.bib", code=1)
    tea.write("tea.bib", "@misc{mine}\n")
    tea.run("export", "-o", "tea.bib", code=2)
    tea.write("refs.bib", "@misc{mine, title={Brown Teapots}, eprint={2101.90001}}\n")
    tea.run("export", "--update", "refs.bib", "--diff", code=1)
    assert tea.run("keys").out == ""
    tea.run("export", "--update", "refs.bib")
    assert {line.split("\t")[1] for line in tea.run("keys").lines} == {"2101.90002", "2101.90003"}


def test_a_key_stays_when_authors_come(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Whatever was known of a work when it was exported first."""
    arxiv.papers = Papers([paper(1, "Brown Teapots")])
    desk.write("tea.md", list_of([paper(1)]))
    desk.run("fetch", "--offline", "tea.md", code=1)
    outcome = desk.run("export")
    assert (
        "@misc{arxiv210190001,\n  title = {An Invented Paper on Teapot 1},\n  key = {arXiv:2101.90001}," in outcome.out
    )
    assert outcome.err == "Without authors: arxiv210190001.\nWithout a date: arxiv210190001.\n"
    assert "Without" not in desk.run("export", "-f", "markdown").err
    desk.run("fetch", "tea.md")
    assert "@misc{arxiv210190001,\n  title = {Brown Teapots},\n  author = {Invented" in desk.run("export").out
    desk.run("keys", "rename", "arxiv210190001", "tea")


def test_a_library_that_can_not_be_written_to_is_exported(tea: Desk) -> None:
    """With a word about what it can't remember."""
    library = Path(tea.library)
    if os.geteuid() == 0:
        pytest.skip("everything may be written to by root")
    library.chmod(0o444)
    assert "won't know the file again" in tea.run("export", "-o", "tea.bib").err
