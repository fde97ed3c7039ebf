"""Lists mended in place: only what is named changes, once is enough, and nobody's changes are lost."""

# ruff: noqa: E501 - layouts are easier read in one line
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from paperdex.checks import get_rule
from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.run import Diagnostic
from paperdex.checks.source_text import Position, SourceText
from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier
from paperdex.core.names import parse_name
from paperdex.core.records import Answer, BibliographicRecord
from paperdex.core.text import normalise_title
from paperdex.errors import InputError
from paperdex.lists import FORMATS, read_list
from paperdex.sources.base import Still
from paperdex.workflows.checking.files import ListFile
from paperdex.workflows.checking.mending import Seen, mend
from paperdex.workflows.checking.run import CheckedList, CheckOptions, CheckReport, Mode, check
from paperdex.workflows.documents import Inputs
from paperdex.workflows.fetch import Reach

NAMES = ("malformed-identifier", "retired-host", "http-link", "pdf-link", "pinned-version", "dirty-link")
RULES = tuple(get_rule(name) for name in NAMES)
"""Rules that need no record."""
LIST = b"# T\n\n- [A](http://arxiv.org/abs/2101.90001)\n- [B](https://arxiv.org/abs/2101.90002)\n"


def run(path: Path, data: bytes, mode: Mode, *, format: str | None = None) -> CheckReport:
    """Check a file, which was read as these bytes."""
    inputs = Inputs(lists=((read_list(data, str(path), format), data),))
    cache = path.parent / "cache"
    return check(inputs, cache / "none.db", cache, Reach(), CheckOptions(rules=RULES, mode=mode))


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Neither overwritten nor lost from what is told; nothing stays behind."""
    path = tmp_path / "a.md"
    for now in (LIST + b"- one more\n", b""):
        path.write_bytes(now)
        report = run(path, LIST, "fix")
        assert "was changed while it was checked" in str(report.errors[0])
        assert [shown.rule.code for shown in report.found] == ["PD105"]
        assert path.read_bytes() == now
    path.unlink()
    assert run(path, LIST, "fix").errors
    assert list(tmp_path.iterdir()) == []


def test_text_that_would_not_be_written_as_it_was_is_not_mended(tmp_path: Path) -> None:
    """Bytes that no encoding explains are kept, and the reason is told."""
    path = tmp_path / "a.md"
    data = b"\xef\xbb\xbf" + LIST + b"- broken \xff\xfe\x80 bytes\n"
    path.write_bytes(data)
    report = run(path, data, "fix")
    assert path.read_bytes() == data
    assert "can't be mended" in str(report.errors[0])
    assert [shown.rule.code for shown in report.found] == ["PD105"]


# -- what a fix must not do -------------------------------------------------------------------------------------------


def fault(text: str, at: str, new: str, name: str = "http-link", work: str | None = None) -> Diagnostic:
    """A finding whose fix puts other words in the place of these."""
    start = text.index(at)
    fix = Fix("Mend it", (Edit(start, start + len(at), new),))
    return Diagnostic(get_rule(name), Finding(start, start + len(at), "a fault", work=work, fix=fix))


def test_a_fix_by_which_other_entries_are_lost_or_found_is_left_out() -> None:
    """A link put around one title may tell the reader of lists that the other titles are none."""
    text = "one two three"
    entries = [ListEntry(1, title) for title in text.split()]
    found = [fault(text, "one", "1", work="a"), fault(text, "two", "2", work="b")]

    def look(new: str) -> Seen:
        left = [each for each in found if text[each.finding.start : each.finding.end] in new]
        return Seen(left, [ListEntry(1, title) for title in new.split() if "2" not in new or title != "three"], 0)

    mended = mend(text, Seen(found, entries, 0), look)
    assert (mended.text, mended.applied) == ("1 two three", (found[0],))


def test_fixes_that_did_harm_are_tried_again_after_others() -> None:
    """The first run mends all that a second one would."""
    text = "one two three"
    faults = {"one": "uno", "uno": "1", "two": "2", "three": "3"}

    def look(new: str) -> Seen:
        is_odd = any(number in new for number in "23") and "1" not in new
        found = [fault(new, at, to, work=at) for at, to in faults.items() if at in new]
        return Seen(found, [ListEntry(1, "a")] * (1 + is_odd), 0)

    assert mend(text, look(text), look).text == "1 2 3"


def test_a_fault_that_comes_in_the_place_of_another_is_a_new_one() -> None:
    """Findings without a work are told apart by their places."""
    text = "one two three"
    other = Diagnostic(get_rule("wrong-count"), Finding(8, 13, "three is wrong"))
    found = [fault(text, "two", "second"), other]
    entries = [ListEntry(1, "two")]

    def look(new: str) -> Seen:
        return Seen([Diagnostic(other.rule, Finding(0, 3, "one is wrong"))], [ListEntry(1, "second")], 0)

    assert mend(text, Seen(found, entries, 0), look).text == text
    assert (
        mend(text, Seen(found, entries, 0), lambda _: Seen([_moved(other, 3)], entries, 0)).text == "one second three"
    )


def _moved(diagnostic: Diagnostic, by: int) -> Diagnostic:
    finding = diagnostic.finding
    return diagnostic._replace(finding=replace(finding, start=finding.start + by, end=finding.end + by))


# -- any bytes -------------------------------------------------------------------------------------------------------

LINK = "{scheme}://{host}/{view}/2101.9{number:04}{tail}"
LAYOUTS = {
    "markdown": ("# A\n\n{noise}\n\n", "- [{title}]({link}) {noise}\n", "\n{noise}\n"),
    "html": ("<main><h2>A</h2><p>{noise}</p><ul>\n", '<li><a href="{link}">{title}</a> {noise}\n', "</ul></main>\n"),
    "rst": ("A\n=\n\n{noise}\n\n", "- `{title} <{link}>`_ {noise}\n", "\n{noise}\n"),
    "org": ("* A\n{noise}\n", "- [[{link}][{title}]] {noise}\n", "\n{noise}\n"),
    "asciidoc": ("== A\n\n{noise}\n\n", "* {link}[{title}] {noise}\n", "\n{noise}\n"),
    "latex": ("\\section{{A}}\n{noise}\n\\begin{{itemize}}\n", "\\item \\href{{{link}}}{{{title}}} {noise}\n", "\\end{{itemize}}\n"),
    "bibtex": ("% {noise}\n", "@misc{{k{number},\n  title = {{{title}}},\n  note = {{{noise}}},\n  url = {{{link}}}\n}}\n", "\n"),
    "ris": ("", "TY  - JOUR\nTI  - {title}\nUR  - {link}\nN1  - {noise}\nER  - \n\n", ""),
    "csv": ("title,url,note\n", "{title},{link},{noise}\n", ""),
    "tsv": ("title\turl\tnote\n", "{title}\t{link}\t{noise}\n", ""),
    "plain": ("{noise}\n", "{link}\n", "{noise}\n"),
    "csl-json": ("[\n", '{{"id": "k{number}", "type": "article", "title": "{title}", "URL": "{link}"}},\n', '{{"id": "z", "type": "article", "title": "Z"}}]\n'),
    "notebook": ('{{"cells": [{{"cell_type": "markdown", "metadata": {{}}, "source": ["# A\\n",\n', '"- [{title}]({link})\\n",\n', '"end"]}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}\n'),
}  # fmt: skip
"""How a list begins, an entry, and how it ends, in each format."""
_NOISE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
_ENTRY = st.fixed_dictionaries(
    {
        "scheme": st.sampled_from(["http", "https"]),
        "host": st.sampled_from(["arxiv.org", "www.arxiv.org", "cn.arxiv.org", "xxx.lanl.gov"]),
        "view": st.sampled_from(["abs", "abs", "pdf"]),
        "tail": st.sampled_from(["", "", "v1", ".pdf", "?s=03", "v2#page=3"]),
        "title": st.sampled_from(["Kettles", "Über Tee", "茶壶", "A Teapot Theorem"]),
        "noise": _NOISE,
    }
)
_ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1", "gb18030"])


@st.composite
def documents(draw: st.DrawFn, format: str) -> bytes:
    """A list of this format with faults in it, between words and bytes of any kind."""
    front, item, back = LAYOUTS[format]
    entries = draw(st.lists(_ENTRY, min_size=1, max_size=4))
    text = front.format(noise=draw(_NOISE))
    for number, entry in enumerate(entries):
        text += item.format(link=LINK.format(**entry, number=number), number=number, **entry)
    text = (text + back.format(noise=draw(_NOISE))).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    data = text.encode(draw(_ENCODINGS), "replace")
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.one_of(st.just(b""), st.binary(max_size=4))) + data[at:]


@pytest.mark.parametrize("format", LAYOUTS)
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_a_fix_changes_only_what_it_names_and_once_is_enough(format: str, data: st.DataObject) -> None:
    """On any bytes: the rest stays byte for byte, a second fix changes nothing, what was mended is gone."""
    before = data.draw(documents(format))
    with TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(before)
        try:
            told = run(path, before, "tell", format=format)
        except InputError:
            return
        report = run(path, before, "fix", format=format)
        after = path.read_bytes()
        assert [file.name for file in Path(folder).iterdir() if file.name != "cache"] == ["list"]
        if report.errors or not report.lists or not report.lists[0].mended:
            assert after == before
            return
        assert _pattern(before, told.lists[0]).fullmatch(after)
        again = run(path, after, "fix", format=format)
        assert path.read_bytes() == after
        assert again.found == report.found


TITLES = ("Kettles and Their Lids in Practice", "Über Tee: Eine Theorie der Tassen", "A Teapot Theorem & Its Proof")
SLIPS = ("Kettles and Thier Lids in Practice", "Über Tee", "Saucers on an Imaginary Shelf")


class Teapots:
    """A mirror of three papers."""

    name = "mirror"
    batch = 100

    def lookup(self, identifiers: Sequence[Identifier], *, still: Still | None = None) -> Iterator[Answer]:
        """The papers that have these numbers."""
        yield Answer(
            tuple(
                BibliographicRecord(
                    each.work,
                    TITLES[int(each.work[-1])],
                    "mirror",
                    "2026-01-01T00:00:00Z",
                    authors=(parse_name("Ada Invented"),),
                    submitted="2021-01-02T00:00:00Z",
                    version=3,
                )
                for each in identifiers
            )
        )

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """The paper of just this title."""
        numbers = [Identifier("arxiv", f"2101.9000{number}") for number in range(len(TITLES))]
        return tuple(
            each
            for answer in self.lookup(numbers)
            for each in answer.records
            if normalise_title(each.title) == normalise_title(title)
        )


def test_an_entry_is_not_taken_out_for_another_that_had_its_number_by_mistake(tmp_path: Path) -> None:
    """Both are right once the wrong number is mended."""
    link = "https://arxiv.org/abs/2101.9000"
    path = tmp_path / "a.md"
    text = f"# T\n\n- [{TITLES[0]}]({link}2)\n- [{TITLES[1]}]({link}1)\n- [{TITLES[2]}]({link}2)\n"
    path.write_text(text, encoding="utf-8")
    inputs = Inputs(lists=((read_list(path.read_bytes(), str(path), None), path.read_bytes()),))
    options = CheckOptions(mode="fix", unsafe=True)
    check(inputs, tmp_path / "none.db", tmp_path, Reach(local=(Teapots(),)), options)
    assert path.read_text(encoding="utf-8") == text.replace(f"[{TITLES[0]}]({link}2)", f"[{TITLES[0]}]({link}0)")


@st.composite
def lists_with_records(draw: st.DrawFn, format: str) -> str:
    """A list with faults of every kind that can be mended, often several in one entry."""
    front, item, back = LAYOUTS[format]
    noises = st.sampled_from(["", "2014-05-06", "Eve Fictive, 2012", "[x](#a)", "<!-- paperdex: ignore PD202 -->"])
    text = front.format(noise=draw(st.sampled_from(["count: 7", "Total: 3 papers", "- [A](#b)\n- [C](#c)"])))
    for number in range(draw(st.integers(1, 6))):
        link = LINK.format(**draw(_ENTRY), number=draw(st.integers(0, len(TITLES) - 1)))
        link = draw(st.sampled_from([link, link, link, "https://example.org/x"]))
        text += item.format(link=link, number=number, title=draw(st.sampled_from(TITLES + SLIPS)), noise=draw(noises))
    return text + back.format(noise="")


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("format", ["markdown", "bibtex", "org"])
@settings(max_examples=8, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_mending_twice_is_mending_once_with_every_rule(format: str, unsafe: bool, data: st.DataObject) -> None:
    """Also where one fix brings the next one to light."""
    before = data.draw(lists_with_records(format)).encode()
    with TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(before)

        def fix() -> bytes:
            now = path.read_bytes()
            inputs = Inputs(lists=((read_list(now, str(path), format), now),))
            options = CheckOptions(mode="fix", unsafe=unsafe)
            check(inputs, Path(folder, "none.db"), Path(folder), Reach(local=(Teapots(),)), options)
            return path.read_bytes()

        assert fix() == fix()


def _pattern(data: bytes, told: CheckedList) -> re.Pattern[bytes]:
    """What the bytes of a file may be where only the edits that were named are made, each of them or not."""
    file = ListFile.of("list", data)
    source = SourceText(file.text)
    spans = sorted((source.offset(start), source.offset(end)) for s in told.found for start, end, _ in s.edits)
    pattern, end = re.escape(file.mark), 0
    for start, stop in spans:
        if start > end:
            pattern += re.escape(file.text[end:start].encode(file.codec))
        pattern += b".*?"
        end = max(end, stop)
    return re.compile(pattern + re.escape(file.text[end:].encode(file.codec)), re.DOTALL)


def test_every_format_is_tried() -> None:
    """A new list format needs a layout here."""
    assert set(LAYOUTS) == set(FORMATS)


def test_places_are_those_of_editors() -> None:
    """Each of the three line ends ends a line, and nothing else does."""
    source = SourceText("a\r\nbc\rd\u2028e\x0bf\n")
    assert [source.line(line) for line in range(1, source.line_count + 1)] == ["a", "bc", "d\u2028e\x0bf", ""]
    assert [source.position(offset) for offset in (0, 3, 6)] == [Position(1, 1), Position(2, 1), Position(3, 1)]
    assert all(source.offset(source.position(offset)) == offset for offset in range(len(source.text) + 1))
