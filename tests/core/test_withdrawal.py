"""What tells a withdrawn paper, and what only looks like it."""

from __future__ import annotations

import pytest

from paperdex.core.withdrawal import withdrawal


@pytest.mark.parametrize(
    "comment",
    [
        "Withdrawn",
        "withdrawn due to an invented error",
        "This paper has been withdrawn by the authors",
        "5 pages. This manuscript is withdrawn; see the longer one",
        "This submission was temporarily withdrawn",
        "Article withdrawn",
        "9 pages Withdrawn by the author because of an invented error",
        "18 pages, 2 figures. Withdrawn for review",
        "It is withdrawn because it is part of a longer one",
        "This paper is now withdrawn since it was divided",
    ],
)
def test_words_that_say_so(comment: str) -> None:
    """In a comment, or where an abstract begins; a guess."""
    for found in (withdrawal(None, comment, None), withdrawal(None, None, comment)):
        assert found is not None
        assert not found.sure
        assert str(found) == "perhaps withdrawn"


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        (None, None),
        ("4 pages", "We study how heat is withdrawn from a teapot."),
        (None, "We boil water. " * 20 + "A paper was withdrawn."),
        ("Talk withdrawn from the programme", None),
        ("Replaces a previously withdrawn paper", None),
        ("This supersedes one of 2015, which has now been withdrawn", None),
    ],
)
def test_words_that_do_not(comment: str | None, abstract: str | None) -> None:
    """The word alone is no ground."""
    assert withdrawal(None, comment, abstract) is None


def test_what_a_source_knows_outweighs_words() -> None:
    """Both ways: a version that came back may still say it in its comment."""
    assert withdrawal(False, "Withdrawn", None) is None
    found = withdrawal(True, None, None)
    assert found is not None
    assert found.sure
    assert str(found) == "withdrawn"
