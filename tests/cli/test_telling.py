"""What people are told while a command works: on a terminal, in a log, with -v and with -q."""

from __future__ import annotations

import json
import os
import re
import sys

import pytest

from cli.running import Desk, list_of, titles
from invented import invented_papers
from loopback_arxiv import LoopbackArxiv, Papers
from paperdex.cli.progress import StderrProgress
from paperdex.cli.telling import duration, estimate_line, request_line, short_address, time_left
from paperdex.sources.base import Request, Wait
from paperdex.workflows.estimate import Estimate
from paperdex.workflows.progress import Asked

PAPERS = invented_papers(250)


@pytest.fixture
def asked(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """A desk with a list of 250 papers, three requests."""
    arxiv.papers = Papers(PAPERS)
    desk.write("tea.md", list_of(PAPERS))
    return desk


def test_a_log_has_a_line_a_batch(asked: Desk) -> None:
    """Nothing with -q; nothing of one batch; JSON stays alone on stdout."""
    outcome = asked.run("fetch", "--format", "json", "tea.md")
    assert json.loads(outcome.out)["exit_code"] == 0
    assert re.findall(r"^arXiv: (\d+) of 250 records, \d+ s$", outcome.err, re.MULTILINE) == ["100", "200", "250"]
    assert len(outcome.err.splitlines()) == 3
    assert asked.run("-q", "fetch", "--refresh", "tea.md").err == ""
    asked.write("few.md", list_of(PAPERS[:100]))
    assert "records, " not in asked.run("fetch", "--refresh", "few.md").err


def test_each_request_is_a_line_with_v(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """What was asked, what came and how often it was tried; twice -v shortens nothing."""
    arxiv.respond_next(503)
    asked.write("few.md", list_of(PAPERS[:20]))
    lines = [line for line in asked.run("-v", "fetch", "few.md").err.splitlines() if line.startswith("GET ")]
    first, second = lines
    assert re.fullmatch(r"GET http://127\.0\.0\.1:\d+/api/query\?id_list=[^&]{10,40},\.\.\.&.*: 503, \d+\.\d s", first)
    assert re.fullmatch(r"GET \S*: 200, \d+\.\d kB, \d+\.\d s, try 2", second)
    assert PAPERS[19].id in asked.run("-vv", "fetch", "--refresh", "few.md").err


def test_a_dry_run_tells_what_it_would_take(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """Requests and time at the pace that would hold, without a request; a long run tells it before the first."""
    asked.write("titles.md", titles(*(paper.title for paper in PAPERS[:2])))
    asked.environment["PAPERDEX_PACE"] = "60"
    assert (
        "250 works to fetch: 3 requests, about 3 min at arXiv's pace.\n"
        in asked.run("fetch", "--dry-run", "tea.md").err
    )
    found = json.loads(asked.run("fetch", "--dry-run", "--format", "json", "tea.md", "titles.md").out)
    assert found["estimate"] == {"requests": 5, "seconds": 300}
    asked.environment["PAPERDEX_PACE"] = "11"
    asked.write("one.md", list_of(PAPERS[:1]))
    assert "1 work to fetch: 1 request, about 11 s at arXiv's pace.\n" in asked.run("fetch", "one.md").err
    assert "request" not in asked.run("fetch", "--dry-run", "one.md").err
    assert "request" not in asked.run("fetch", "--dry-run", "--offline", "tea.md").err
    assert len(arxiv.requests) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_has_a_live_line(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """How much is done, what comes next, and what is waited for until when; it goes, and the summary stays."""
    import pty

    asked.environment |= {"PAPERDEX_PACE": "0.5", "TERM": "xterm", "COLUMNS": "80"}
    ours, theirs = pty.openpty()
    with asked.start("fetch", "tea.md", stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while piece := _read(ours):
            seen += piece
    os.close(ours)
    assert process.returncode == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode())
    assert re.search(r"arXiv: 100/250 +(?:[12] s left +)?waiting until \d\d:\d\d:\d\d for arXiv's pace", plain)
    assert "records, " not in plain
    assert plain.splitlines()[-1] == "250 works: 250 fetched from arXiv."


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other end is closed
        return b""


def test_slow_steps_are_told_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """Where each step is a request, a line each would be too many; what is not asked of the network has none."""
    times = iter([0.0, *(3.0 * step for step in range(1, 26))])
    with StderrProgress(clock=lambda: next(times)) as progress:
        progress.begin("Looking up", 25, Asked("arXiv", "titles"))
        for _ in range(25):
            progress.advance()
        progress.begin("Asking the mirror", 1000)
        progress.advance(1000)
    assert capsys.readouterr().err.splitlines() == [
        "arXiv: 10 of 25 titles, 30 s",
        "arXiv: 20 of 25 titles, 1 min",
        "arXiv: 25 of 25 titles, 1 min",
    ]


def test_a_log_tells_once_that_another_paperdex_is_at_work(capsys: pytest.CaptureFixture[str]) -> None:
    """It may take long, so silence would be wrong; the pace is no news."""
    progress = StderrProgress()
    for wait in (Wait("another paperdex"), Wait("arXiv's pace", 3), Wait("another paperdex")):
        progress.waiting(wait)
    assert capsys.readouterr().err == "Waiting for another paperdex.\n"


def test_lines_are_safe_and_short() -> None:
    """What a server or a list says can't steer the terminal."""
    request = Request("GET", "http://h/?a=%1b%5b31m&b=&c=1%2C2", 1, seconds=61.234, status=None)
    assert request_line(request) == "GET http://h/?a=␛[31m&c=1,2: no answer, 61.2 s"
    assert short_address("http://h/a?q=" + "x" * 50) == "http://h/a?q=" + "x" * 37 + "..."


def test_the_time_left_is_reckoned_from_what_is_done() -> None:
    """Unknown before anything is, and none to speak of at the end."""
    assert time_left(100, 300, 6) == 12
    assert [time_left(0, 300, 6), time_left(100, None, 6), time_left(300, 300, 6), time_left(1, 2, None)] == [None] * 4


def test_times_and_estimates_in_words() -> None:
    """As people say them; a run of no time has none."""
    assert [duration(s) for s in (0.4, 49, 57, 89, 3600, 12000)] == [
        "0 s",
        "49 s",
        "1 min",
        "1 min",
        "1 h",
        "3 h 20 min",
    ]
    assert estimate_line(Estimate(1842, 0, 19, 57, True)) == (
        "1,842 works to fetch: 19 requests, about 1 min at arXiv's pace."
    )
    assert (
        estimate_line(Estimate(1, 2, 3, 3, False)) == "1 work to fetch and 2 titles to look up: 3 requests, about 3 s."
    )
    assert estimate_line(Estimate(1, 0, 2, 6, True, 1)) == (
        "1 work to fetch and 1 history to ask for: 2 requests, about 6 s at arXiv's pace."
    )
    assert estimate_line(Estimate(200, 0, 200, 600, True, instead="arXiv's OAI-PMH")) == (
        "arXiv's OAI-PMH is asked instead, one by one. 200 works to fetch: 200 requests, about 10 min at arXiv's pace. "
        "Ctrl-C ends it; what has come is kept."
    )
    assert estimate_line(Estimate(0, 1, 1, 0, True)) == "1 title to look up: 1 request."
