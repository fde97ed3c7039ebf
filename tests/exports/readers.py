"""The programs that people read exported bibliographies with: what each finds in a file, and what it says of it.

Each reader takes a ``.bib`` file and a folder of its own. It raises :class:`Absent` where the program is not installed;
the JavaScript ones are looked for in the folder ``PAPERDEX_NODE_MODULES`` (with ``@retorquere/bibtex-parser`` and
``citation-js``).
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from paperdex.core.text import decode_tex, normalise_title


class Absent(Exception):
    """The program is not here."""


@dataclass(slots=True)
class Seen:
    """One entry, as a reader sees it; ``None`` for what the reader does not tell."""

    title: str = ""
    families: list[str] = field(default_factory=list)
    year: str = ""
    eprint: str | None = None
    doi: str | None = None


@dataclass(slots=True)
class Reading:
    """What a program made of a file."""

    entries: dict[str, Seen]
    said: list[str]
    """Its errors and warnings."""


def plain(text: str) -> str:
    """A title without markup, case, and the differences of quotes and dashes that readers may make."""
    text = re.sub(r"</?(?:span|i|b|sup|sub|sc|em|strong|tt|nc)(?: [^>]*)?/?>", "", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[“”„]|''|``", '"', text)
    text = re.sub("[‘’`]", "'", text)
    text = re.sub("[ˆ⌃]", "^", text)
    return " ".join(re.sub("[‐‑‒–—―]|-{2,3}", "-", text).split())


def letters(text: str) -> str:
    """The letters and digits of a title with math."""
    return normalise_title(re.sub(r"\\?\$", "", plain(text)))


def undressed(latex: str) -> str:
    """The text of a field that a reader leaves as LaTeX."""
    return re.sub(
        r"\$([<>|])\$",
        r"\1",
        decode_tex(re.sub(r"\{?\\textbrace(left|right)\}?", lambda side: r"\{" if side[1] == "left" else r"\}", latex)),
    )


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a program says; UTF-8, with a limit of time."""
    if not shutil.which(command[0]):
        raise Absent(f"{command[0]} is not installed")
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=300,
        check=False, env=os.environ | environment,
    )  # fmt: skip


def _python(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        raise Absent(f"{name} is not installed")


# -- Python ----------------------------------------------------------------------------------------------------------


def read_pybtex(path: Path, folder: Path) -> Reading:
    """pybtex, strictly: an error is an exception."""
    _python("pybtex")
    from pybtex.database import parse_file  # type: ignore[import-untyped]
    from pybtex.errors import capture  # type: ignore[import-untyped]
    from pybtex.richtext import Text  # type: ignore[import-untyped]

    with capture() as said:
        entries = {}
        for key, entry in parse_file(str(path), "bibtex").entries.items():
            rich = Text.from_latex(entry.fields.get("title", ""))
            names = [
                " ".join([*person.prelast_names, *person.last_names]) for person in entry.persons.get("author", [])
            ]
            title = re.sub(r"\\([$])|\$([<>|])\$", r"\1\2", str(rich))
            families = [str(Text.from_latex(name)) for name in names if name != "others"]
            fields = entry.fields
            entries[key] = Seen(title, families, _year(fields), fields.get("eprint"), fields.get("doi"))
    return Reading(entries, [str(error) for error in said])


def _year(fields: Any) -> str:
    return str(fields.get("year") or fields.get("date") or "")[:4]


def read_bibtexparser(path: Path, folder: Path) -> Reading:
    """bibtexparser with its LaTeX decoder and its splitter of names."""
    _python("bibtexparser")
    from bibtexparser import middlewares as mw
    from bibtexparser.entrypoint import parse_file

    log = _Log()
    logging.getLogger("bibtexparser").addHandler(log)
    logging.getLogger("pylatexenc").addHandler(log)
    library = parse_file(
        str(path),
        append_middleware=[mw.SeparateCoAuthors(), mw.SplitNameParts(), _Decode()],
        encoding="utf-8",
    )
    entries = {}
    for entry in library.entries:
        fields: dict[str, Any] = {field.key: field.value for field in entry.fields}
        names = [[*name.von, *name.last] for name in fields.get("author", ())]
        families = [decode_tex(" ".join(words)) for words in names if words != ["others"]]
        entries[entry.key] = Seen(fields["title"], families, _year(fields), fields.get("eprint"), fields.get("doi"))
    return Reading(entries, log.said + [repr(block.error) for block in library.failed_blocks])


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _Decode() -> Any:
    from bibtexparser.middlewares.latex_encoding import LatexDecodingMiddleware

    class Titles(LatexDecodingMiddleware):
        def transform_entry(self, entry: Any, library: Any) -> Any:
            value = entry.get("title")
            value.value = re.sub(r"\$([<>|])\$", r"\1", self._transform_python_value_string(value.value)[0])
            return entry

    return Titles(allow_inplace_modification=True)


# -- programs --------------------------------------------------------------------------------------------------------


def read_pandoc(path: Path, folder: Path, dialect: str = "bibtex") -> Reading:
    """pandoc, to CSL-JSON."""
    done = run(["pandoc", "-f", dialect, "-t", "csljson", "--verbose", str(path)], folder)
    said = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("[INFO]")]
    return Reading(_csl(json.loads(done.stdout or "[]")), said)


def _csl(rows: Iterable[dict[str, Any]]) -> dict[str, Seen]:
    entries = {}
    for row in rows:
        names = [
            " ".join(
                name[part]
                for part in ("dropping-particle", "non-dropping-particle", "family", "literal")
                if name.get(part)
            )
            for name in row.get("author", ())
        ]
        year = str((row.get("issued", {}).get("date-parts") or [[""]])[0][0])
        entries[row.get("id") or row["citation-key"]] = Seen(
            row.get("title", ""), [name for name in names if name != "others"], year, None, row.get("DOI")
        )
    return entries


def read_biber(path: Path, folder: Path) -> Reading:
    """biber's tool mode, with its check against the data model of biblatex."""
    options = ["--tool", "--validate-datamodel", "--output-format=biblatexml", "--output-file=out.xml", "--nolog"]
    done = run(["biber", *options, str(path)], folder)
    said = re.findall(r"^(?:WARN|ERROR).*", done.stdout, re.MULTILINE)
    out = folder / "out.xml"
    if not out.exists():
        return Reading({}, [*said, done.stderr])
    space = {"b": "http://biblatex-biber.sourceforge.net/biblatexml"}
    entries: dict[str, Seen] = {}
    for entry in etree.parse(str(out)).getroot().iterfind("b:entry", space):
        names = []
        for name in entry.iterfind("b:names[@type='author']/b:name", space):
            parts = [
                *name.iterfind("b:namepart[@type='prefix']", space),
                *name.iterfind("b:namepart[@type='family']", space),
            ]
            words = [
                word for part in parts for word in ([x.text for x in part.iterfind("b:namepart", space)] or [part.text])
            ]
            names.append(undressed(" ".join(words)))
        date = entry.findtext("b:date", "", space) or entry.findtext("b:year", "", space)
        title = str(entry.xpath("string(b:title)", namespaces=space))
        doi = entry.findtext("b:doi", None, space)
        entries[entry.get("id", "")] = Seen(
            undressed(title), names, date[:4], entry.findtext("b:eprint", None, space), doi
        )
    return Reading(entries, said)


def read_bibutils(path: Path, folder: Path, program: str = "bib2xml") -> Reading:
    """bib2xml or biblatex2xml, to MODS."""
    done = run([program, "-i", "utf8", "-o", "utf8", str(path)], folder)
    said = [
        line for line in done.stderr.splitlines() if not re.match(r"\w+2xml: Processed \d+ references", line.strip())
    ]
    space = {"m": "http://www.loc.gov/mods/v3"}
    root = etree.fromstring(done.stdout.encode(), etree.XMLParser(recover=True))
    entries: dict[str, Seen] = {}
    for row in root.iterfind("m:mods", space):
        title = ": ".join(
            filter(None, (row.findtext(f"m:titleInfo/m:{part}", "", space) for part in ("title", "subTitle")))
        )
        names = [
            name.findtext("m:namePart[@type='family']", "", space) or name.findtext("m:namePart", "", space)
            for name in row.iterfind("m:name", space)
        ]
        year = str(row.xpath("string(.//m:dateIssued)", namespaces=space))[:4]
        ids = {each.get("type"): each.text for each in row.iterfind("m:identifier", space)}
        others = {"et al.", "others"}
        entries[ids.get("citekey") or ""] = Seen(
            title, [n for n in names if n not in others], year, None, ids.get("doi")
        )
    return Reading(entries, said)


def read_bibtex(path: Path, folder: Path, style: str = "plain") -> Reading:
    """BibTeX itself, for what it says."""
    shutil.copy(path, folder / "all.bib")
    (folder / "all.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{all}}\n")
    done = run(["bibtex", "all"], folder)
    if "couldn't open style file" in done.stdout:
        raise Absent(f"{style}.bst is not installed")
    said = re.findall(r"^(?:Warning|.*---line|.*error message).*", done.stdout, re.MULTILINE)
    text = (folder / "all.bbl").read_bytes().decode(errors="replace")
    # BibTeX breaks long lines, a long key with a percent sign.
    keys = re.findall(r"\\bibitem(?:\[[^\]]*\])?\{([^}]*)\}", text)
    return Reading({key: Seen() for key in keys}, said)


_NODE = {
    "citation-js": """
        const {Cite} = (await import(process.argv[3] + '/@citation-js/core/lib/index.js')).default;
        await import(process.argv[3] + '/@citation-js/plugin-bibtex/lib/index.js');
        const data = new Cite(fs.readFileSync(process.argv[2], 'utf8')).data;
        const seen = data.map(({_graph, ...row}) => row);  // each keeps the whole input
        console.log(JSON.stringify({rows: seen, said: []}));
    """,
    "@retorquere/bibtex-parser": """
        const {parse} = await import(process.argv[3] + '/@retorquere/bibtex-parser/dist/esm/index.js');
        const bib = parse(fs.readFileSync(process.argv[2], 'utf8'));
        const rows = bib.entries.map(entry => ({id: entry.key, title: entry.fields.title, DOI: entry.fields.doi,
            eprint: entry.fields.eprint, year: entry.fields.year || entry.fields.date,
            author: (entry.fields.author || []).map(n => ({
                family: [n.prefix, n.lastName || n.name].filter(x => x).join(' ')}))}));
        console.log(JSON.stringify({rows, said: bib.errors.map(e => e.error || JSON.stringify(e))}));
    """,
}  # fmt: skip


def _node(package: str, path: Path, folder: Path) -> Reading:
    modules = os.environ.get("PAPERDEX_NODE_MODULES", "")
    if not (Path(modules) / package).is_dir() or not modules:
        raise Absent(f"{package} is not in PAPERDEX_NODE_MODULES")
    script = folder / "read.mjs"
    script.write_text("import fs from 'fs';" + _NODE[package])
    done = run(["node", str(script), str(path), modules], folder)
    if done.returncode:
        return Reading({}, [done.stderr])
    found = json.loads(done.stdout)
    entries = _csl(found["rows"])
    for row in found["rows"]:
        if "year" in row:
            entries[row["id"]].year = str(row["year"])[:4]
            entries[row["id"]].eprint = row.get("eprint")
    return Reading(entries, found["said"] + [line for line in done.stderr.splitlines() if line.strip()])


def read_citation_js(path: Path, folder: Path) -> Reading:
    """citation-js, to CSL-JSON."""
    return _node("citation-js", path, folder)


def read_bbt(path: Path, folder: Path) -> Reading:
    """The parser of Better BibTeX for Zotero."""
    return _node("@retorquere/bibtex-parser", path, folder)


READERS: dict[str, Callable[[Path, Path], Reading]] = {
    "pybtex": read_pybtex,
    "bibtexparser": read_bibtexparser,
    "pandoc": read_pandoc,
    "biber": read_biber,
    "bibutils": read_bibutils,
    "citation-js": read_citation_js,
    "Better BibTeX": read_bbt,
}
"""Those that tell what they read."""


def agreement(truth: dict[str, Seen], reading: Reading, *, exact: Callable[[str], bool]) -> dict[str, list[str]]:
    """For each field, the keys of the entries in which a reader sees something else than the truth.

    Titles for which ``exact`` is false are compared by their letters only.
    """
    wrong: dict[str, list[str]] = {name: [] for name in ("entry", "title", "families", "year", "eprint", "doi")}
    for key, true in truth.items():
        seen = reading.entries.get(key)
        if seen is None:
            wrong["entry"].append(key)
            continue
        form = plain if exact(key) else letters
        if form(seen.title) != form(true.title):
            wrong["title"].append(key)
        if [letters(name) for name in seen.families] != [letters(name) for name in true.families]:
            wrong["families"].append(key)
        if seen.year != true.year:
            wrong["year"].append(key)
        for name in ("eprint", "doi"):
            value = getattr(seen, name)
            if value is not None and value != getattr(true, name):
                wrong[name].append(key)
    return wrong
