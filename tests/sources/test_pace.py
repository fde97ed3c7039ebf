"""The pause between arXiv requests, within a process and across processes."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from paperdex.errors import StorageError
from paperdex.sources.base import NoLongerWanted, Wait
from paperdex.sources.pace import Pace


class Clock:
    """A clock that goes on only by sleeping, and remembers each sleep."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make(tmp_path, clock: Clock, seconds: float = 3.0, **options) -> Pace:
    return Pace(tmp_path, seconds, clock=clock, sleep=clock.sleep, **options)


def test_the_first_request_does_not_wait(tmp_path, clock):
    """Nothing was asked before, so nothing is waited for; the cache folder is made."""
    with make(tmp_path / "new" / "cache", clock).turn():
        pass
    assert clock.slept == []


def test_a_request_that_is_not_made_costs_no_pause(tmp_path, clock):
    """Its turn came when it was wanted no more: the pause still counts from the one before."""
    pace = make(tmp_path, clock)
    with pytest.raises(NoLongerWanted), pace.turn():
        raise NoLongerWanted
    with pace.turn():
        pass
    with pytest.raises(NoLongerWanted), pace.turn():
        raise NoLongerWanted
    with pace.turn():
        pass
    assert clock.slept == [3.0]


def test_the_pause_counts_from_the_end_of_a_request(tmp_path, clock):
    """A request of ten seconds is followed by the whole pause."""
    pace = make(tmp_path, clock)
    with pace.turn():
        clock.now += 10
    clock.now += 1
    with pace.turn():
        pass
    assert clock.slept == [pytest.approx(2.0)]


def test_the_pause_is_kept_by_another_process(tmp_path, clock):
    """What one process wrote, the next one reads."""
    with make(tmp_path, clock).turn():
        pass
    waits = []
    with make(tmp_path, clock, on_wait=waits.append).turn():
        pass
    assert [wait.seconds for wait in waits] == clock.slept == [pytest.approx(3.0)]
    assert waits[0].what == "arXiv's pace"


def test_a_pause_long_over_costs_nothing(tmp_path, clock):
    """After a break there is no wait."""
    pace = make(tmp_path, clock)
    with pace.turn():
        pass
    clock.now += 3600
    with pace.turn():
        pass
    assert clock.slept == []


def test_a_failed_request_counts_too(tmp_path, clock):
    """An error, or Ctrl-C, ends a request as an answer does, and frees the lock."""
    pace = make(tmp_path, clock)
    with pytest.raises(KeyboardInterrupt), pace.turn():
        raise KeyboardInterrupt
    with pace.turn():
        pass
    assert clock.slept == [pytest.approx(3.0)]


def test_ctrl_c_while_waiting_frees_the_lock(tmp_path, clock):
    """The next one gets its turn, and the pause still counts from the last request."""
    with make(tmp_path, clock).turn():
        pass

    def interrupted(seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Pace(tmp_path, 3.0, clock=clock, sleep=interrupted).turn():
        pass
    clock.now += 1
    with make(tmp_path, clock).turn():
        pass
    assert clock.slept == [pytest.approx(2.0)]


@pytest.mark.parametrize("change", [-1e9, -3600.0, -0.5])
def test_a_clock_gone_back_waits_no_longer_than_the_pause(tmp_path, clock, change):
    """A stamp in the future is a changed clock."""
    pace = make(tmp_path, clock)
    with pace.turn():
        pass
    clock.now += change
    with pace.turn():
        pass
    assert clock.slept == [pytest.approx(3.0)]


@pytest.mark.parametrize("stamp", [b"", b"unended", b"nonsense", b"nan", b"inf", b"-inf", b"\xff\xfe", b"1e400"])
def test_a_damaged_stamp_costs_one_pause(tmp_path, clock, stamp):
    """When the last request ended can't be told, so it may have been just now."""
    (tmp_path / "arxiv.stamp").write_bytes(stamp)
    with make(tmp_path, clock).turn():
        pass
    assert clock.slept == [3.0]
    assert math.isfinite(float((tmp_path / "arxiv.stamp").read_text()))


def test_no_pause_no_wait(tmp_path, clock):
    """A pace of nothing is one request after the other."""
    pace = make(tmp_path, clock, seconds=0)
    for _ in range(3):
        with pace.turn():
            pass
    assert clock.slept == []


def test_a_cache_that_cannot_be_written_says_what_to_do(tmp_path, clock):
    """Without the lock there is no request."""
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(StorageError, match="can't be written") as caught,
        make(tmp_path / "file" / "cache", clock).turn(),
    ):
        pytest.fail("got a turn")
    assert "PAPERDEX_CACHE" in caught.value.tip


def test_a_stamp_that_cannot_be_written_says_what_to_do(tmp_path, clock):
    """Without the stamp there is no request, and the lock is free again."""
    (tmp_path / "arxiv.stamp").mkdir()
    for _ in range(2):
        with pytest.raises(StorageError, match="can't be written"), make(tmp_path, clock).turn():
            pytest.fail("got a turn")


def test_threads_take_turns(tmp_path):
    """One Pace in several threads lets in one at a time."""
    pace = Pace(tmp_path, 0.01)
    spans = []

    def work():
        for _ in range(5):
            with pace.turn():
                start = time.monotonic()
                time.sleep(0.005)
                spans.append((start, time.monotonic()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_apart(spans, 20, 0.01)


WORKER = """
    import sys, time
    from pathlib import Path
    from paperdex.sources.pace import Pace
    pace = Pace(Path(sys.argv[1]), float(sys.argv[2]))
    for _ in range(int(sys.argv[3])):
        with pace.turn():
            start = time.monotonic()
            time.sleep(0.01)
            print(start, time.monotonic(), flush=True)
"""


def worker(tmp_path, code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def assert_apart(spans: list[tuple[float, float]], count: int, pause: float) -> None:
    spans = sorted(spans)
    assert len(spans) == count
    assert min(start - end for (_, end), (start, _) in itertools.pairwise(spans)) >= pause * 0.99


def test_two_processes_keep_the_pause_together(tmp_path):
    """Across real processes: never two at a time, and the pause from each end to each start."""
    workers = [worker(tmp_path, WORKER, 0.1, 5) for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0] for process in workers]
    assert [process.returncode for process in workers] == [0, 0]
    spans = [tuple(map(float, line.split())) for output in outputs for line in output.splitlines()]
    assert_apart(spans, 10, 0.1)


HOLDER = """
    import sys, time
    from pathlib import Path
    from paperdex.sources.pace import Pace
    with Pace(Path(sys.argv[1]), 0).turn():
        print("in", flush=True)
        time.sleep(60)
"""


def test_a_killed_holder_leaves_the_lock_and_one_pause(tmp_path):
    """The next one waits for the lock while the holder lives, then gets it, and waits the whole pause."""
    holder = worker(tmp_path, HOLDER)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    waits: list[Wait] = []

    def on_wait(wait):
        waits.append(wait)
        if wait.seconds is None:
            holder.kill()

    with Pace(tmp_path, 0.05, on_wait=on_wait).turn():
        pass
    holder.communicate(timeout=10)
    assert waits == [Wait("another paperdex"), Wait("arXiv's pace", 0.05)]
