"""The one place that talks HTTP, against a made transport and a real socket."""

from __future__ import annotations

import gzip
import socket
import threading
from contextlib import contextmanager

import httpx
import pytest

from loopback_arxiv import LoopbackArxiv
from paperdex import __version__
from paperdex.errors import SourceError, SourceRefused, SourceUnreachable, UsageError
from paperdex.sources.limits import Limits
from paperdex.sources.patience import Patience
from paperdex.sources.transport import Transport, user_agent

URL = "http://invented.example/api"


def transport(handler, **options) -> Transport:
    return Transport("invented", backend=httpx.MockTransport(handler), **options)


def get(handler, url=URL, **options):
    with transport(handler, **options) as it:
        return it.get(url, accept="application/atom+xml")


def raising(error: Exception):
    def handler(request):
        raise error

    return handler


def test_a_reply_is_bytes_with_its_type_and_address():
    """The body isn't decoded: its reader knows the encoding, and the header often doesn't."""
    reply = get(lambda request: httpx.Response(200, content="Möbius".encode(), headers={"Content-Type": "text/xml"}))
    assert (reply.status, reply.url, reply.content_type, reply.body) == (200, URL, "text/xml", "Möbius".encode())


def test_a_request_says_who_calls_and_what_is_wanted():
    """The User-Agent names tool, version and contact, the Accept header the format; parameters are added."""
    seen = []
    with transport(lambda request: seen.append(request) or httpx.Response(200), contact="ada@invented.example") as it:
        it.get(f"{URL}?key=1", accept="application/atom+xml", params={"a": "b c"})
    (request,) = seen
    assert request.headers["User-Agent"] == (
        f"paperdex/{__version__} (+https://github.com/paperdex/paperdex; mailto:ada@invented.example)"
    )
    assert request.headers["Accept"] == "application/atom+xml"
    assert dict(request.url.params) == {"key": "1", "a": "b c"}


@pytest.mark.parametrize("contact", ["", " ", "\r\n", "é"])
def test_no_contact_no_mailto(contact):
    """What can't stand in a header leaves no trace in it."""
    assert user_agent(contact) == f"paperdex/{__version__} (+https://github.com/paperdex/paperdex)"


def test_a_contact_cannot_add_a_header():
    """Line breaks and brackets are taken out of the contact."""
    assert user_agent("mailto:a@b.example)\r\nX: y").endswith("; mailto:a@b.exampleX:y)")


@pytest.mark.parametrize("status", [400, 403, 404, 414, 500, 502])
def test_an_error_status_is_refused(status):
    """A status of 400 and more is an error that carries it."""
    with pytest.raises(SourceRefused, match=f"^invented: answered with status {status} ") as caught:
        get(lambda request: httpx.Response(status, text="nothing"))
    assert (caught.value.status, caught.value.source, caught.value.url) == (status, "invented", URL)


@pytest.mark.parametrize(
    ("status", "passing"),
    [(400, False), (403, False), (404, False), (408, True), (501, False), (505, False), (520, True), (529, True)],
)
def test_a_bad_moment_is_told_from_an_answer(status, passing):
    """Statuses of caches and proxies that nobody has registered are bad moments, too."""
    with pytest.raises(SourceRefused) as caught:
        get(lambda request: httpx.Response(status))
    assert caught.value.passing == passing


@pytest.mark.parametrize("status", [429, 503])
def test_shedding_load_is_said(status):
    """A service with too much to do is told from one that is broken."""
    with pytest.raises(SourceRefused, match="too much to do") as caught:
        get(lambda request: httpx.Response(status))
    assert caught.value.tip == "Try again later."


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", "it asks to wait 120 seconds"),
        ("Fri, 20 Nov 2026 21:00:00 GMT", "until Fri, 20 Nov 2026 21:00:00 GMT"),
        ("\x1b[31m", "until ␛"),
    ],
)
def test_retry_after_is_told(value, wait):
    """Seconds or a date, and never what steers a terminal."""
    with pytest.raises(SourceRefused) as caught:
        get(lambda request: httpx.Response(503, headers={"Retry-After": value}))
    assert wait in caught.value.tip


def test_an_explained_status_comes_back_as_a_reply():
    """A service that explains its refusal in the body is heard."""
    with transport(lambda request: httpx.Response(400, text="because")) as it:
        reply = it.get(URL, accept="*/*", explained={400})
    assert (reply.status, reply.body) == (400, b"because")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectTimeout("slow"), "no connection within 10 seconds"),
        (httpx.ReadTimeout("slow"), "did not come in time"),
        (httpx.PoolTimeout("slow"), "did not come in time"),
        (httpx.ConnectError("[Errno -2] Name or service not known"), "Name or service not known"),
        (httpx.ProxyError("407"), "the proxy refused"),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), "without sending a response"),
        (httpx.ReadError(""), "ReadError"),
    ],
)
def test_no_answer_is_unreachable(error, words):
    """Each way of getting no answer is named, with the host and what to do; the cause is kept."""
    with pytest.raises(SourceUnreachable, match=words) as caught:
        get(raising(error))
    assert "invented.example" in str(caught.value)
    assert caught.value.__cause__ is error
    assert caught.value.tip


@pytest.mark.parametrize("host", ["...", "a..b", "a" * 80 + ".example", "xn--"])
def test_a_host_name_that_cannot_be_one_is_unreachable(host):
    """What fails below httpx has our name too."""
    with Transport("invented") as it, pytest.raises(SourceUnreachable, match="name of the host"):
        it.get(f"http://{host}/", accept="*/*")


def test_a_password_in_the_address_is_not_shown():
    """The message names the host alone."""
    with pytest.raises(SourceUnreachable) as caught:
        get(raising(httpx.ConnectError("refused")), "http://ada:secret@invented.example/api")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "export.invented.example", "ftp://invented.example/", "file:///etc/passwd", "http://"]
)
def test_an_address_that_is_none_is_misuse(url):
    """A setting that can't be an address is the user's to mend, and no request is made."""
    with pytest.raises(UsageError, match=r"not an (http|address)"):
        get(raising(AssertionError("asked")), url)


def test_redirects_are_followed_each_in_a_turn_of_its_own():
    """A move to another address of the web is followed, relative ones too, and is a request like any other."""
    turns = []

    @contextmanager
    def turn():
        turns.append(1)
        yield

    def handler(request):
        if request.url.path == "/end":
            return httpx.Response(200, text="here")
        return httpx.Response(302, headers={"Location": "/end"})

    reply = get(handler, turn=turn)
    assert (reply.url, reply.body, turns) == ("http://invented.example/end", b"here", [1, 1])


def test_a_redirect_without_end_stops():
    """Five redirects are followed, and not one more."""
    seen = []

    def handler(request):
        seen.append(request)
        return httpx.Response(302, headers={"Location": "/api"})

    with pytest.raises(SourceRefused, match="redirects without end"):
        get(handler)
    assert len(seen) == 6


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://invented.example/", "mailto:a@b.example", "http://a:b/"]
)
def test_a_redirect_off_the_web_is_refused(location):
    """Only http and https are followed."""
    with pytest.raises(SourceError, match=r"redirects to an address that is|Invalid URL in location"):
        get(lambda request: httpx.Response(302, headers={"Location": location}))


def test_the_body_of_a_redirect_is_not_read():
    """A redirect can't fill the memory."""

    def endless():
        raise AssertionError("the body was read")
        yield b""

    def handler(request):
        if request.url.path == "/end":
            return httpx.Response(200, text="here")
        return httpx.Response(302, headers={"Location": "/end"}, content=endless())

    assert get(handler).body == b"here"


def test_too_large_an_answer_is_refused_early():
    """Reading stops at the limit, however much would follow."""
    given = []

    def endless():
        while len(given) < 1000:
            given.append(1)
            yield b"x" * 1000

    with pytest.raises(SourceRefused, match="more than 5,000 bytes"):
        get(lambda request: httpx.Response(200, content=endless()), size_limit=5000)
    assert len(given) < 10


def test_the_size_counts_after_unpacking():
    """A small answer that unpacks to a large one is a large one."""
    packed = gzip.compress(b"x" * 100_000)
    assert len(packed) < 5000
    with pytest.raises(SourceRefused, match="more than 5,000 bytes"):
        get(
            lambda request: httpx.Response(200, content=iter([packed]), headers={"Content-Encoding": "gzip"}),
            size_limit=5000,
        )


def test_layers_of_packing_are_refused():
    """Gzip within gzip would unpack to any size in one go."""
    body = gzip.compress(gzip.compress(b"x"))
    with pytest.raises(SourceRefused, match="encoding that was not asked for"):
        get(lambda request: httpx.Response(200, content=iter([body]), headers={"Content-Encoding": "gzip, gzip"}))


def test_a_body_that_cannot_be_unpacked_is_refused():
    """Broken gzip is an answer that is none."""
    with pytest.raises(SourceRefused, match="can't be unpacked"):
        get(lambda request: httpx.Response(200, content=iter([b"no gzip"]), headers={"Content-Encoding": "gzip"}))


def test_the_deadline_ends_a_body_that_trickles():
    """However alive the connection, the whole answer has a time limit."""
    now = [0.0]

    def trickle():
        for _ in range(100):
            now[0] += 1
            yield b"x"

    with pytest.raises(SourceUnreachable, match="within 5 seconds"):
        get(lambda request: httpx.Response(200, content=trickle()), limits=Limits(whole=5), clock=lambda: now[0])
    assert now[0] < 10


def test_a_slow_server_is_left_after_the_deadline():
    """Over a real socket: silence ends with the time limit."""
    with LoopbackArxiv() as server:
        server.respond_next(200, b"late", delay=30)
        with (
            Transport("invented", limits=Limits(whole=0.2)) as it,
            pytest.raises(SourceUnreachable, match=r"in time|within 0.2"),
        ):
            it.get(server.url, accept="*/*")


def test_a_transfer_cut_off_is_refused():
    """Over a real socket: fewer bytes than announced are half an answer."""
    with LoopbackArxiv() as server:
        server.respond_next(200, b"half", {"Content-Length": "100"})
        with Transport("invented") as it, pytest.raises(SourceRefused, match="cut off"):
            it.get(server.url, accept="*/*")


def test_a_refused_connection_is_unreachable():
    """Over a real socket: nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with Transport("invented") as it, pytest.raises(SourceUnreachable, match=f"127.0.0.1:{port}"):
            it.get(f"http://127.0.0.1:{port}/", accept="*/*")


def test_what_is_no_http_is_unreachable():
    """Over a real socket: another protocol answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 invented.example ESMTP\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with Transport("invented") as it, pytest.raises(SourceUnreachable, match="not an HTTP answer"):
            it.get(f"http://127.0.0.1:{listener.getsockname()[1]}/", accept="*/*")
        thread.join()


def test_each_request_is_told_when_it_begins_and_when_it_has_ended():
    """Redirects and tries one by one, without a password in the address."""
    answers = [
        httpx.Response(302, headers={"Location": "/there"}),
        httpx.Response(503),
        httpx.Response(200, content=b"12345"),
    ]
    told = []
    patience = Patience(steps=(0.0,), sleep=lambda wait: None)
    get(lambda request: answers.pop(0), "http://a:b@h.example/", on_request=told.append, patience=patience)
    assert [request.seconds is None for request in told] == [True, False] * 3
    assert [(r.url, r.tries, r.status, r.size) for r in told[1::2]] == [
        ("http://h.example/", 1, 302, None),
        ("http://h.example/there", 1, 503, None),
        ("http://h.example/", 2, 200, 5),
    ]
    told.clear()
    with pytest.raises(SourceUnreachable):
        get(raising(httpx.ConnectTimeout("late")), on_request=told.append)
    assert (told[-1].status, told[-1].seconds is None) == (None, False)


def test_a_proxy_is_not_asked_for_this_machine(monkeypatch):
    """A loopback address is asked directly, whatever proxy the environment names."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with LoopbackArxiv() as server, Transport("invented") as it:
        server.respond_next(200, b"here")
        assert it.get(server.url, accept="*/*").body == b"here"


def test_a_proxy_that_is_given_is_asked(monkeypatch):
    """It wins over the environment, and one on this machine can reach this machine's addresses too."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    for url in ("http://127.0.0.3:9/api", "http://localhost:9/api"):
        with LoopbackArxiv() as server, Transport("invented", proxy=server.url) as it:
            server.respond_next(200, b"by proxy")
            assert it.get(url, accept="*/*").body == b"by proxy"


def test_no_proxy_is_asked_where_none_is_wished(monkeypatch):
    """An empty setting turns off what the environment says."""
    with LoopbackArxiv() as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, server.url)
        with Transport("invented", proxy="") as it, pytest.raises(SourceUnreachable, match="no connection"):
            it.get("http://127.0.0.3:9/", accept="*/*")
        assert not server.requests
    with Transport("invented", proxy="http://127.0.0.1:9") as it, pytest.raises(SourceUnreachable) as caught:
        it.get("http://127.0.0.3:9/", accept="*/*")
    assert caught.value.tip == "Check the network and the setting proxy, then try again."


def test_proxy_settings_that_are_none_are_misuse(monkeypatch):
    """A broken proxy setting is named as one."""
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://127.0.0.1:9")
    with Transport("invented") as it, pytest.raises(UsageError, match="network settings"):
        it.get(URL, accept="*/*")
