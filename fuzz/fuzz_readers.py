"""Feeds any bytes to every list format: nothing but a refusal may come back, in time proportional to the size.

``python fuzz/fuzz_readers.py [--minutes N] [--format NAME] [--crashers FOLDER] [--without-atheris] [INPUT...]``

The first byte of an input chooses the format (what is left of it by the number of formats; the last number leaves the
choice to the content), the others are the document. The run begins with the documents of ``tests/lists/cases``. With
atheris (``pip install atheris``; not a dependency of paperdex) coverage leads the mutations; without it, the same
mutations on every run come from a seeded generator. Each complaint is told once and its input kept in the folder, and
``INPUT...`` tries kept ones again. atheris keeps what it found worth keeping in ``corpus`` there, and a later run goes
on from it. Ends with 1 where there was a complaint, atheris with 0 in any case: then the folder tells.
"""

# ruff: noqa: T201, S311 - a program that prints, and chances that nobody's safety depends on

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import hashlib
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

with atheris.instrument_imports(include=["paperdex", "bibtexparser"]) if atheris else contextlib.nullcontext():
    from importlib import import_module

    from paperdex.errors import PaperdexError
    from paperdex.lists import FORMATS, SUFFIXES, read_list

    for row in FORMATS.values():
        import_module(row.module)

CASES = Path(__file__).parent.parent / "tests" / "lists" / "cases"
NAMES = [*FORMATS, None]
"""The formats by number; ``None`` leaves the choice to the content."""
LONGEST = 4096
BASE_SECONDS = 0.5
SECONDS_A_BYTE = 1e-4
"""What no document may take longer than: generous, since coverage is counted and machines are busy."""
TRIES = 3
"""So often is a slow input measured before it is complained about."""
STUCK_SECONDS = 120
"""After so long the run ends: what hangs within C code can't be interrupted. Its input is kept as ``stuck``."""

TOKENS = (
    b"arXiv:1801.00001", b"https://arxiv.org/abs/1801.00001v2", b"hep-th/9901001", b"doi:10.1234/a", b"[a](",
    b"](", b"[[", b"![", b"<!--", b"-->", b"</", b"<div>", b"<table><tr><td>", b"</td>", b"<details><summary>",
    b"</details>", b"<a href='", b"&#x110000;", b"&lt;", b"```", b"~~", b"**", b"\n---\n", b"\n# ", b"\n- ",
    b"\n  - ", b"\n1. ", b"\n> ", b"\n|a|b|\n|-|-|\n", b"\n***\n", b"\n:PROPERTIES:\n", b"\n#+begin_src\n",
    b"[[https://a.b][c]]", b"\n====\n", b"\n.. _a: b\n", b"`a <b>`_", b"\n|===\n", b"\n[bibliography]\n",
    b"\\section{", b"\\bibitem{a} ", b"\\begin{a}", b"\\end{a}", b"\\url{", b"$", b"\\'{", b"{{", b"}}",
    b"@a{k,", b"title={", b" # ", b"@string{a=", b"\nTY  - JOUR\n", b"\nER  - \n", b"\nTI  - ", b'{"cells":[',
    b'"source":[', b'{"items":[', b'{"title":"', b'","', b'"":', b",,,", b'"\n"', b"\t", b"\r\n", b"\x00",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xe7\xac\xac", b"\xe3\x80\x80",
    b"\xf0\x9f\x94\xa5", "\u2b50".encode(), b"(NIPS 2018)", b"2018-01-02", b"Ada Invented, ", b"et al.",
    b" and ", b"9" * 5000, b"\\u", b"\\x", b"'", b'"',
)  # fmt: skip
"""What the formats are made of; both kinds of run put them in."""


class Judge:
    """Tries inputs, and keeps those that something is wrong with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = folder / "stuck"
        self._known: set[str] = set()
        self.tried = 0

    @property
    def complaints(self) -> int:
        """How many different ones there were."""
        return len(self._known)

    def take(self, data: bytes) -> None:
        """Try one input."""
        self.tried += 1
        self._current.write_bytes(data)
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        try:
            complaint = self._complaint(data)
        finally:
            faulthandler.cancel_dump_traceback_later()
            self._current.unlink()
        if complaint and complaint[0] not in self._known:
            self._known.add(complaint[0])
            kept = self._folder / hashlib.sha256(data).hexdigest()[:16]
            kept.write_bytes(data)
            print(f"{kept}: {complaint[0]}\n{complaint[1]}", flush=True)

    def _complaint(self, data: bytes) -> tuple[str, str] | None:
        """What is wrong, short and in full."""
        format = NAMES[data[0] % len(NAMES)] if data else None
        limit = BASE_SECONDS + SECONDS_A_BYTE * len(data)
        try:
            taken = min(self._seconds(data, format, limit))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            short = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
            return short, traceback.format_exc()
        if taken > limit:
            return f"slow as {format}", f"{taken:.2f} s for {len(data)} bytes"
        return None

    @staticmethod
    def _seconds(data: bytes, format: str | None, limit: float) -> Iterator[float]:
        """How long the input takes, measured again while that is too long."""
        for _ in range(TRIES):
            start = time.process_time()
            # What a file can't hold is refused; anything else is a fault.
            with contextlib.suppress(PaperdexError):
                found = read_list(data[1:], "fuzz", format)
                lines = [entry.line for entry in found.entries]
                last = 1 + data.count(b"\n") + data.count(b"\r")
                assert all(1 <= line <= last for line in lines), f"lines {lines} in {last}"
            taken = time.process_time() - start
            yield taken
            if taken <= limit:
                return


def seeds(only: str | None) -> Iterator[bytes]:
    """The cases as inputs: each in its format, and each left to its content."""
    for path in sorted(CASES.iterdir()):
        row = SUFFIXES.get(path.suffix)
        if row and only in {None, row.name}:
            for number in (NAMES.index(row.name), len(NAMES) - 1):
                yield bytes([number]) + path.read_bytes()


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """An input with some of it cut, doubled, exchanged, or put together with another's."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start, end = sorted(chance.randrange(len(found) + 1) for _ in range(2))
        end = min(end, start + 64) if chance.random() < 0.8 else end
        other = chance.choice(others)
        cut = chance.randrange(len(other) + 1)
        found[start:end] = chance.choice(
            (
                b"",
                bytes(found[start:end]) * chance.choice((2, 2, 2, 50)),
                chance.choice(TOKENS) * chance.choice((1, 1, 1, 100)),
                bytes([chance.randrange(256)]),
                other[cut : cut + chance.choice((8, 80, 800))],
                bytes(found[start:end][::-1]),
            )
        )
    return bytes(found[: 8 * LONGEST])


def run_by_chance(judge: Judge, pool: list[bytes], seconds: float, only: str | None) -> None:
    """Mutations of the seeds by a seeded generator, until the time is over."""
    chance = random.Random(0)
    end = time.monotonic() + seconds
    number = NAMES.index(only) if only else None
    for data in pool:
        judge.take(data)
    while time.monotonic() < end:
        data = mutated(chance.choice(pool), pool, chance)
        if number is not None:
            data = bytes([number]) + data[1:]
        elif chance.random() < 0.2:
            data = bytes([chance.randrange(len(NAMES))]) + data[1:]
        judge.take(data)
        if judge.tried % 5000 == 0:
            print(f"{judge.tried} inputs, {judge.complaints} complaints", flush=True)


def run_by_coverage(judge: Judge, pool: list[bytes], seconds: float, only: str | None, corpus: Path) -> None:
    """Mutations that atheris chooses by what they reach; atheris ends the process."""
    for data in pool:
        (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)
    words = corpus.with_suffix(".dict")
    escaped = ("".join(f"\\x{byte:02x}" for byte in token[:60]) for token in TOKENS)
    words.write_text("".join(f'"{token}"\n' for token in escaped))
    arguments = [sys.argv[0], f"-max_total_time={int(seconds)}", f"-max_len={LONGEST}", f"-dict={words}"]
    arguments += ["-timeout=300", "-rss_limit_mb=4096", "-print_final_stats=1", str(corpus)]
    number = NAMES.index(only) if only else None

    def take(data: bytes) -> None:
        judge.take(data if number is None else bytes([number]) + data[1:])

    atheris.Setup(arguments, take)
    atheris.Fuzz()


def main() -> int:
    """Run; the number of complaints decides the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="*", type=Path, help="kept inputs to try again, and nothing else")
    parser.add_argument("--minutes", type=float, default=10, help="how long to run (default: 10)")
    parser.add_argument("--format", choices=FORMATS, help="one format only")
    parser.add_argument("--crashers", type=Path, default=Path("crashers"), help="folder for inputs (default: crashers)")
    parser.add_argument("--without-atheris", action="store_true", help="mutate by chance even where atheris is there")
    options = parser.parse_args()
    options.crashers.mkdir(parents=True, exist_ok=True)
    judge = Judge(options.crashers)
    for path in options.inputs:
        judge.take(path.read_bytes())
    if not options.inputs:
        pool = list(seeds(options.format))
        seconds = 60 * options.minutes
        if atheris is None or options.without_atheris:
            run_by_chance(judge, pool, seconds, options.format)
        else:
            corpus = options.crashers / "corpus"
            corpus.mkdir(exist_ok=True)
            run_by_coverage(judge, pool, seconds, options.format, corpus)
    print(f"{judge.tried} inputs, {judge.complaints} complaints")
    return 1 if judge.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
