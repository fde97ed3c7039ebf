"""Trying again: how often, after how long, and what is told."""

from __future__ import annotations

from email.utils import formatdate
from time import time

import httpx
import pytest

from paperdex.errors import SourceError, SourceRefused
from paperdex.sources.base import Wait
from paperdex.sources.patience import STEPS, Patience
from paperdex.sources.transport import Transport


class Slept(list[float]):
    """A sleep that takes no time, and how long each was."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def get(answers, **options):
    """Ask once; the answers come in turn, the last one for ever. What came, the sleeps, and what was told."""
    slept, told = Slept(), []
    given = iter(answers)
    last = [next(given)]
    asked = []

    def handler(request):
        asked.append(request)
        answer = last[0]
        last[0] = next(given, answer)
        if isinstance(answer, Exception):
            raise answer
        return answer

    patience = Patience(sleep=slept, chance=lambda: 0.0, on_wait=told.append, **options)
    with Transport("invented", backend=httpx.MockTransport(handler), patience=patience) as it:
        try:
            came = it.get("http://invented.example/", accept="*/*").body
        except SourceError as error:
            came = error
    return came, slept, told, len(asked)


@pytest.mark.parametrize("status", [406, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(status):
    """One bad answer costs one wait."""
    came, slept, told, asked = get([httpx.Response(status), httpx.Response(200, text="here")])
    assert (came, slept, asked) == (b"here", [10.0], 2)
    (wait,) = told
    assert isinstance(wait, Wait)
    assert (wait.what, wait.seconds) == ("try 2 of 5", 10.0)
    assert f"status {status}" in wait.reason


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.ConnectError("[Errno 104] Connection reset by peer"),
        httpx.RemoteProtocolError("Server disconnected"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_answer_is_asked_for_again(error):
    """Time-outs and resets pass."""
    came, slept, _, _ = get([error, error, httpx.Response(200, text="here")])
    assert (came, slept) == (b"here", [10.0, 30.0])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 414])
def test_what_is_said_for_good_is_not_asked_again(status):
    """A refusal stays one."""
    came, slept, _, asked = get([httpx.Response(status)])
    assert isinstance(came, SourceRefused)
    assert (slept, asked, came.tries) == ([], 1, 1)


def test_a_name_without_an_address_is_not_asked_again():
    """Without a network nobody waits for minutes."""
    came, slept, _, asked = get([httpx.ConnectError("[Errno -2] Name or service not known")])
    assert isinstance(came, SourceError)
    assert (slept, asked) == ([], 1)


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        (httpx.ReadTimeout("slow"), 3),
        (httpx.ConnectTimeout("slow"), 3),
        (httpx.ConnectError("[Errno 111] Connection refused"), 2),
        (httpx.Response(302, headers={"Location": "http://invented.example/"}), 2),
        (httpx.Response(200, headers={"Content-Encoding": "invented"}), 2),
    ],
    ids=["silence", "no connection", "nobody there", "a circle", "a strange encoding"],
)
def test_what_is_dear_or_odd_is_tried_less_often(answer, tries):
    """Each time-out has cost a minute already, and who redirects in a circle twice means it."""
    came, slept, told, _ = get([answer])
    assert isinstance(came, SourceError)
    assert (slept, came.tries) == (list(STEPS[: tries - 1]), tries)
    assert told[0].what == f"try 2 of {tries}"


def test_it_ends_and_says_how_often_it_was_tried():
    """Five tries, with the waits that arXiv's users advise; the last error comes with its status."""
    came, slept, told, asked = get([httpx.Response(503)])
    assert isinstance(came, SourceRefused)
    assert (slept, asked) == (list(STEPS), 5)
    assert (came.status, came.tries) == (503, 5)
    assert str(came).endswith("(after 5 tries)")
    assert len(told) == 4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(form):
    """In both of its forms, where it asks for more than the step."""
    asked = "45" if form == "seconds" else formatdate(time() + 45.5, usegmt=True)
    came, slept, _, _ = get([httpx.Response(503, headers={"Retry-After": asked}), httpx.Response(200, text="here")])
    assert came == b"here"
    assert 43 < slept[0] < 47


@pytest.mark.parametrize("asked", ["1", "0", "-5", "soon", "Fri, 20 Nov 2020 21:00:00 GMT", "9" * 400])
def test_retry_after_shortens_no_wait(asked):
    """One that is shorter, past, or none leaves the step; an endless one is cut."""
    _, slept, _, _ = get([httpx.Response(503, headers={"Retry-After": asked}), httpx.Response(200, text="here")])
    assert slept == [300.0 if asked.startswith("9") else 10.0]


def test_a_cut_retry_after_is_told():
    """Who asks for an hour gets five minutes, and the user is told so."""
    _, slept, told, _ = get([httpx.Response(429, headers={"Retry-After": "3600"}), httpx.Response(200)])
    assert slept == [300.0]
    assert "asks to wait 3600 seconds, and paperdex waits 300 at most" in told[0].reason


def test_the_waits_scale_with_the_pace():
    """At arXiv's pace they are as advised; a loopback server with a tenth of it waits a tenth."""
    assert Patience.at(3.0).steps == STEPS
    assert Patience.at(0.3).steps == pytest.approx([step / 10 for step in STEPS])
    assert Patience.at(0.0).longest == 5.0


def test_waits_differ_by_chance_and_are_never_shorter():
    """Many clients that were turned away together do not come back together."""
    slept = Slept()
    patience = Patience(sleep=slept, chance=lambda: 1.0)
    with (
        Transport(
            "invented", backend=httpx.MockTransport(lambda request: httpx.Response(503)), patience=patience
        ) as it,
        pytest.raises(SourceRefused),
    ):
        it.get("http://invented.example/", accept="*/*")
    assert slept == [step * 1.25 for step in STEPS]


def test_each_try_has_a_turn_of_its_own():
    """The pace is kept between tries too, and nobody else is kept out while one waits."""
    log: list[str] = []

    class Turn:
        def __enter__(self):
            log.append("in")

        def __exit__(self, *exception):
            log.append("out")

    answers = iter([httpx.Response(503), httpx.Response(200)])
    patience = Patience(sleep=lambda seconds: log.append("sleep"))
    with Transport(
        "invented", turn=Turn, backend=httpx.MockTransport(lambda request: next(answers)), patience=patience
    ) as it:
        it.get("http://invented.example/", accept="*/*")
    assert log == ["in", "out", "sleep", "in", "out"]


def test_a_reader_that_finds_no_answer_asks_again():
    """A 200 that is none counts as a try."""
    answers = iter([b"<html>", b"here"])

    def reader(reply):
        if reply.body != b"here":
            raise SourceRefused("invented", reply.url, "answered with a web page.", passing=True)
        return reply.body.decode()

    backend = httpx.MockTransport(lambda request: httpx.Response(200, content=next(answers)))
    with Transport("invented", backend=backend, patience=Patience(sleep=Slept())) as it:
        assert it.read("http://invented.example/", reader, accept="*/*") == "here"
