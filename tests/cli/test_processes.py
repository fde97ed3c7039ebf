"""paperdex as processes: killed, interrupted, several at once, read by half."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cli.running import Desk, list_of, titles
from invented import invented_papers
from loopback_arxiv import LoopbackArxiv, Request
from paperdex.sources.pace import Pace
from paperdex.storage.connect import Store

PAPERS = invented_papers(236)
LISTED, SOUGHT = PAPERS[:230], PAPERS[230:232]
REQUESTS = 4
"""Three batches of identifiers and one of titles."""
INTERRUPTIBLE = ("-c", "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
                 "from paperdex.cli import main; main()")  # fmt: skip
"""A shell without job control has its background processes ignore SIGINT, and their children too."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")


class SlowArxiv(LoopbackArxiv):
    """Takes its time for each answer."""

    delay = 0.0

    def respond(self, request: Request, *, too_long: bool = False) -> tuple[int, dict[str, str], bytes]:
        """The usual answer, late."""
        answer = super().respond(request, too_long=too_long)
        time.sleep(self.delay)
        return answer


@pytest.fixture
def slow(desk: Desk) -> Iterator[SlowArxiv]:
    """An arXiv with the papers of this file, and a desk with lists of them."""
    desk.write("lists/tea.md", list_of(LISTED))
    desk.write("lists/titles.md", titles(*(paper.title for paper in SOUGHT)))
    with SlowArxiv(PAPERS) as server:
        desk.ask(server.url)
        yield server


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What the library holds after a fetch that nobody disturbed."""
    desk = Desk(tmp_path_factory.mktemp("undisturbed"))
    desk.write("lists/tea.md", list_of(LISTED))
    desk.write("lists/titles.md", titles(*(paper.title for paper in SOUGHT)))
    with LoopbackArxiv(PAPERS) as server:
        desk.ask(server.url)
        desk.run("fetch", "lists")
        assert len(server.requests) == REQUESTS
    return desk.dump()


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Until the condition holds or the process has ended."""
    deadline = time.monotonic() + 30
    while not condition() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_killed_at_a_request(desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any], number: int) -> None:
    """Killed while arXiv answers for the n-th time and run again: only that request is sent again."""
    slow.delay = 0.05
    with desk.start("fetch", "lists") as process:
        wait_for(lambda: len(slow.requests) >= number, process)
        process.kill()
    slow.delay = 0
    desk.run("fetch", "lists")
    assert desk.dump() == undisturbed
    assert len(slow.requests) <= REQUESTS + 1


def test_killed_again_and_again(desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any]) -> None:
    """Killed at random moments until a run gets through: nothing lost, nothing twice."""
    slow.delay = 0.03
    moments = random.Random(20261120)
    kills = 0
    while True:
        with desk.start("fetch", "lists") as process:
            try:
                process.wait(timeout=moments.uniform(0.1, 0.3 + 0.12 * kills))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
    assert kills > 2, "too fast to be killed"
    desk.run("fetch", "lists")
    assert desk.dump() == undisturbed
    assert len(slow.requests) <= REQUESTS + kills


class Death(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_ended_at_every_write(
    desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any], committed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended right before or right after each transaction in turn, and run again, the library ends up the same."""
    transaction = Store.transaction
    left = 0

    @contextmanager
    def deadly(self: Store) -> Iterator[None]:
        nonlocal left
        is_inner = self.connection.in_transaction
        with transaction(self):
            yield
            left -= not is_inner
            if not left and not is_inner and not committed:
                raise Death
        if not left and not is_inner and committed:
            raise Death

    monkeypatch.setattr(Store, "transaction", deadly)
    for number in range(1, 100):
        for path in desk.folder.glob("library.db*"):
            path.unlink()
        left = number
        try:
            desk.run("fetch", "lists")
        except Death:
            left = -1
            desk.run("fetch", "lists")
            assert desk.dump() == undisturbed
        else:
            break
    assert 8 < number < 100


def test_two_fetches_into_one_library(desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any]) -> None:
    """Started together on an empty folder, they finish, and the library is as if one had run."""
    slow.delay = 0.02
    processes = [desk.start("fetch", "lists") for _ in range(2)]
    results = [(process.communicate(timeout=60), process.returncode) for process in processes]
    assert [code for _, code in results] == [0, 0], results
    assert desk.dump() == undisturbed


def test_what_another_process_brings_meanwhile_is_not_asked_for(
    desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While this one waits for its turn, another one fetches a part of the papers, and one of the titles."""
    desk.write("other.md", list_of(LISTED[:120]))
    desk.write("titles.md", titles(SOUGHT[0].title))
    acquire, turns = Pace._acquire, 0

    def late(pace: Pace) -> object:
        nonlocal turns
        turns += 1
        if turns == 1:
            assert desk.call("fetch", "other.md", "titles.md").code == 0
        return acquire(pace)

    monkeypatch.setattr(Pace, "_acquire", late)
    outcome = desk.run("fetch", "--format", "json", "lists")
    asked = [key for request in slow.requests for key in request.ids]
    assert sorted(asked) == sorted(paper.id for paper in LISTED)
    assert [len(request.ids) for request in slow.requests] == [100, 20, 0, 80, 30, 0]
    found = json.loads(outcome.out)
    assert (found["known"], found["fetched"]) == (121, {"arxiv": 111})
    assert desk.dump()["records"] == undisturbed["records"]


def test_fetches_of_different_lists_into_one_library(desk: Desk, slow: SlowArxiv, undisturbed: dict[str, Any]) -> None:
    """Each list by a process of its own gives the same library as both by one."""
    slow.delay = 0.02
    processes = [desk.start("fetch", name) for name in ("lists/tea.md", "lists/titles.md")]
    results = [(process.communicate(timeout=60), process.returncode) for process in processes]
    assert [code for _, code in results] == [0, 0], results
    assert desk.dump() == undisturbed


def test_identifiers_given_to_several_at_once(desk: Desk, slow: SlowArxiv) -> None:
    """They share the list of the command line, and none overwrites what another adds."""
    desk.run("fetch", PAPERS[0].id)
    processes = [desk.start("fetch", paper.id) for paper in PAPERS[1:5]]
    assert [process.wait(timeout=60) for process in processes] == [0] * 4
    for process in processes:
        process.communicate()
    assert sorted(desk.run("list", "--format", "ids").lines) == sorted(paper.id for paper in PAPERS[:5])


def test_reading_while_a_fetch_writes(desk: Desk, slow: SlowArxiv) -> None:
    """Every look in between finds whole entries, and ever more records."""
    desk.run("fetch", "--offline", "lists", code=1)
    slow.delay = 0.1
    seen = []
    with desk.start("fetch", "lists") as process:
        while process.poll() is None:
            rows = [json.loads(line) for line in desk.run("list", "--format", "jsonl").lines]
            assert len(rows) == len(LISTED) + len(SOUGHT)
            seen.append(sum(1 for row in rows if row["abstract"]))
    assert process.returncode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 1, "it was over before anybody looked"


@pytest.mark.parametrize("moment", ["answer", "pace", "lock"])
def test_ctrl_c(desk: Desk, slow: SlowArxiv, moment: str) -> None:
    """It ends a fetch at once, wherever it waits, with exit code 130; what was fetched is kept."""
    if moment == "answer":
        slow.delay = 20
    elif moment == "pace":
        desk.environment["PAPERDEX_PACE"] = "20"
    else:
        desk.write("cache/hold", "")
        from filelock import FileLock

        lock = FileLock(desk.folder / "cache" / "arxiv.lock")
        lock.acquire()
    with desk.start("fetch", "lists", program=INTERRUPTIBLE) as process:
        if moment == "lock":
            wait_for(lambda: desk.library.exists() and stored_entries(desk) > 0, process)
        else:
            wait_for(lambda: bool(slow.requests), process)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, err = process.communicate(timeout=15)
    assert time.monotonic() - began < 5
    assert process.returncode == 130, err
    assert out == b""
    *told, last = err.splitlines()
    assert last == b"Interrupted. What was stored is kept; run the same command again to go on."
    assert all(line.startswith((b"230 works to fetch", b"arXiv: ", b"Waiting for another paperdex.")) for line in told)
    assert stored_entries(desk) == len(LISTED) + len(SOUGHT)
    if moment == "lock":
        lock.release()


def stored_entries(desk: Desk) -> int:
    """How many entries the library has by now."""
    connection = sqlite3.connect(desk.library)
    try:
        return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def test_a_reader_that_goes_away(desk: Desk, slow: SlowArxiv) -> None:
    """``paperdex list | head``: no complaint, whether a line was read or none."""
    desk.run("fetch", "lists")
    desk.run("export", "-o", "all.bib", code=None)
    for command in (["list", "--format", "json"], ["list", "--limit", "1"], ["export"], ["keys"], ["topics"]):
        with desk.start(*command) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b"", command
        assert process.returncode in {0, 1}


def test_stdout_closed_or_full(desk: Desk, slow: SlowArxiv) -> None:
    """A closed stdout is nobody's business; a full disk is told."""
    desk.run("fetch", "lists")
    closed = ("-c", "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'paperdex', 'list'])")
    outcome = desk.call(program=closed)
    assert (outcome.code, outcome.err) == (0, "")
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            outcome = desk.call("list", stdout=full)
        assert outcome.code == 1
        assert outcome.err.startswith("Error: standard output can't be written: No space left")
        assert "Exception ignored" not in outcome.err


def test_nothing_is_left_in_the_way_of_the_next(desk: Desk, slow: SlowArxiv) -> None:
    """After a finished run there is the library, the cache, and no half-written file."""
    assert desk.call("fetch", "lists").code == 0
    assert {name for name in desk.files() if not name.startswith("cache/")} == {
        "library.db",
        "lists/tea.md",
        "lists/titles.md",
    }
    assert os.environ.get("PAPERDEX_DB") is None or "library.db" not in os.environ["PAPERDEX_DB"]
