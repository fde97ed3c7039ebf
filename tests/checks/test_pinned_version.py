"""Links to one version of a paper: an old one, and one that nobody knows."""

from __future__ import annotations

from checks.making import find, mended
from paperdex.checks.pinned_version import RECORDS

PINNED = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001v{})\n"


def test_a_version_later_than_any_that_is_known_is_likely_a_slip() -> None:
    """It may be newer than the record, so it is no fault for sure; the latest one is none at all."""
    (old,) = find("pinned-version", PINNED.format(1), RECORDS)
    assert (old.sure, old.fix and old.fix.sure, old.help) == (True, True, "")
    assert find("pinned-version", PINNED.format(2), RECORDS) == []
    (unknown,) = find("pinned-version", PINNED.format(22), RECORDS)
    assert unknown.message == "the link is pinned to version 22, and the latest that is known is 2"
    assert (unknown.sure, unknown.fix and unknown.fix.sure) == (False, False)
    assert "--refresh" in unknown.help
    assert mended(PINNED.format(22), [unknown]) == PINNED.format("").replace("v)", ")")
