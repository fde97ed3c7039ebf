"""Text of arXiv's fields."""

from __future__ import annotations

import pytest

from paperdex.sources.fields import first_doi, one_line, paragraphs, plain_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Wrapped\n  at will", "Wrapped at will"),
        ("\ta\u00a0b \n", "a b"),
        ("\u202eturned\u202c \u2066about\u2069 \u200bhere, not me\u200cu", "turned about here, not me\u200cu"),
        ("bell\x07 and lone \ud800surrogate", "bell and lone surrogate"),
        (" \n ", None),
        ("", None),
        (None, None),
    ],
)
def test_one_line(text, line):
    """White space is collapsed, characters that can't be stored go, and nothing is None."""
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("  One\ntwo\n  Three\nfour\n", "One two\n\nThree four"),
        ("One two.\n  Three.", "One two.\n\nThree."),
        ("One\r\n  two", "One\n\ntwo"),
        ("One\n\ntwo\n \n  three", "One\n\ntwo\n\nthree"),
        ("  One  two", "One two"),
        ("\n", None),
        (None, None),
    ],
)
def test_paragraphs(text, abstract):
    """A line that starts with blanks, or follows an empty one, starts a paragraph; other breaks are wrapping."""
    assert paragraphs(text) == abstract


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/Invented.1", "10.5555/Invented.1"),
        ("10.5555/a; 10.5555/b", "10.5555/a"),
        ("10.5555/a\n  10.5555/b", "10.5555/a"),
        ("10.5555/1097(199911)216:1<135::AID-X135>3.0.CO;2-#", "10.5555/1097(199911)216:1<135::AID-X135>3.0.CO;2-#"),
        ("https://doi.org/10.5555/a", "10.5555/a"),
        ("doi:10.5555/a", "10.5555/a"),
        ("(2009) 10.5555/a", "10.5555/a"),
        ("0.5555/a", None),
        ("|", None),
        ("", None),
        (None, None),
    ],
)
def test_first_doi(text, doi):
    """The first DOI as it is written; what is none is left out."""
    assert first_doi(text) == doi


def test_escaped_braces_stay_escaped():
    """A title from the bulk data keeps them as the query API gives them, so that they are braces to whoever is next."""
    assert plain_line(r"The set \{a, \'e\} of $\{x\}$") == r"The set \{a, é\} of $\{x\}$"
