"""Time limits: how they go with a pace, and that nothing outlasts them."""

from __future__ import annotations

import time

import pytest

from hostile import lasting
from loopback_arxiv import LoopbackArxiv
from paperdex.errors import SourceUnreachable
from paperdex.sources.limits import DEADLINE, LEAST, READ_TIMEOUT, Limits
from paperdex.sources.transport import Transport


def test_limits_scale_with_the_pace_and_never_fall_short():
    """arXiv gets its minute; a server on this machine with a short pace gets less, and enough."""
    assert Limits.at(3.0) == Limits.at(10.0) == Limits(READ_TIMEOUT, DEADLINE)
    assert Limits.at(1.0) == Limits(20.0, 40.0)
    assert Limits.at(0.0) == Limits(LEAST, 2 * LEAST)


@pytest.mark.parametrize("fault", ["trickle", "trickle-head", "hang"])
def test_whatever_trickles_ends(fault):
    """A byte now and then keeps no request alive, be it of the body or of the header."""
    with LoopbackArxiv(scenario=lasting(fault)) as server:
        server.pause = 0.02
        started = time.monotonic()
        with Transport("invented", limits=Limits(whole=0.2)) as it:
            for _ in range(2):  # a connection that was shut is no hindrance to the next request
                with pytest.raises(SourceUnreachable, match=r"within 0\.2 seconds|in time") as caught:
                    it.get(f"{server.url}?id_list=2101.00001", accept="*/*")
        assert time.monotonic() - started < 5
        assert caught.value.most_tries == 3
        server.play(None)
        with Transport("invented", limits=Limits(whole=5)) as it:
            assert it.get(f"{server.url}?id_list=2101.00001", accept="*/*").status == 200
