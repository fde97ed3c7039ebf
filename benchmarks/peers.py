"""Has one of the others fetch papers from an address on this machine, and prints what it gave, a JSON object a line.

Run by fault_table.py, in a process of its own with the Python that has the others: ``python benchmarks/peers.py arxiv
http://127.0.0.1:8000/api/query 2101.90001v1 ...``; ``python benchmarks/peers.py versions`` tells which ones there are.
Each is used as its documentation shows it. What is changed in it is the address, and the waits between its tries.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

REAL = ("https://export.arxiv.org/api/query", "http://export.arxiv.org/api/query")
PAUSE = 0.05
"""Seconds between requests, in place of the three that arXiv wants."""


def give(identifier: str, title: object, authors: Iterable[object]) -> None:
    """Print one record."""
    print(json.dumps({"id": identifier, "title": title, "authors": list(authors)}))


def moved(url: str, address: str) -> str:
    """The same request at the other address."""
    for real in REAL:
        url = url.replace(real, address)
    return url


def point_arxiv(address: str) -> Any:
    """The arxiv package, asking another address."""
    arxiv: Any = import_module("arxiv")
    arxiv.Client.query_url_format = f"{address}?{{}}"
    init = arxiv.Client.__init__

    def quick(self: Any, page_size: int = 100, delay_seconds: float = PAUSE, num_retries: int = 3) -> None:
        init(self, page_size, PAUSE, num_retries)

    arxiv.Client.__init__ = quick
    return arxiv


def by_arxiv(address: str, identifiers: list[str]) -> int:
    """``Client().results(Search(id_list=...))``; an ArxivError is its way to report."""
    arxiv = point_arxiv(address)
    try:
        for result in arxiv.Client().results(arxiv.Search(id_list=identifiers)):
            give(result.get_short_id(), result.title, [author.name for author in result.authors])
    except arxiv.ArxivError as error:
        sys.stderr.write(f"ArxivError: {error}\n")
        return 1
    return 0


def by_arxiv2bib(address: str, identifiers: list[str]) -> int:
    """The command ``arxiv2bib ID...``; its records are looked at as they leave it."""
    arxiv2bib: Any = import_module("arxiv2bib")
    original = arxiv2bib.urlopen
    arxiv2bib.urlopen = lambda url: original(moved(url, address))
    made = arxiv2bib.Reference.bibtex

    def bibtex(self: Any) -> Any:
        give(self.id, self.title, self.authors)
        return made(self)

    arxiv2bib.Reference.bibtex = bibtex
    code = arxiv2bib.main(["-q", *identifiers])
    return int(code or 0)


def by_papis(address: str, identifiers: list[str]) -> int:
    """``papis.arxiv.get_data(id_list=...)``, on which its importer and its explorer stand."""
    arxiv = point_arxiv(address)
    get_data = import_module("papis.arxiv").get_data
    try:
        for data in get_data(id_list=";".join(identifiers), max_results=len(identifiers)):
            names = [f"{each['given']} {each['family']}".strip() for each in data["author_list"]]
            give(data["eprint"], data["title"], names)
    except arxiv.ArxivError as error:
        sys.stderr.write(f"ArxivError: {error}\n")
        return 1
    return 0


def by_manubot(address: str, identifiers: list[str]) -> int:
    """The command ``manubot cite arxiv:ID...``, which asks the query API for an identifier with a version."""
    requests: Any = import_module("requests")
    main = import_module("manubot.command").main
    get = requests.get
    requests.get = lambda url, *rest, **more: get(moved(url, address), *rest, **more)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "items.json"
        # Its check of the result wants a schema from the network.
        options = ["--allow-invalid-csl-data", "--output", str(output)]
        sys.argv = ["manubot", "cite", *options, *(f"arxiv:{each}" for each in identifiers)]
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        with contextlib.suppress(OSError):
            for item in json.loads(output.read_text(encoding="utf-8")):
                give(item["number"], item.get("title"), [author.get("literal") for author in item.get("author", [])])
    return code


PEERS: dict[str, Callable[[str, list[str]], int]] = {
    "arxiv": by_arxiv,
    "arxiv2bib": by_arxiv2bib,
    "papis": by_papis,
    "manubot": by_manubot,
}


def versions() -> dict[str, str]:
    """The peers that can be imported here, with their versions."""
    found = {}
    for name in PEERS:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


if __name__ == "__main__":
    if sys.argv[1] == "versions":
        print(json.dumps(versions()))
    else:
        sys.exit(PEERS[sys.argv[1]](sys.argv[2], sys.argv[3:]))
