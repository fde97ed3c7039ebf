"""Text that was encoded twice is known, and mended where that is asked for; nobody's own letters are touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.sources.garbled import is_garbled, may_be_garbled, mended

WORDS = ("Möbius", "Déjà vu", "naïve", "Łódź", "$ω$", "it’s", "“so”", "架空", "Ева", "ë", "Ç", "🫖", "é—è")


@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
@pytest.mark.parametrize("word", WORDS)
def test_what_was_encoded_twice_is_mended(word, charset):
    """Whichever of the two it was taken for."""
    try:
        twice = word.encode().decode(charset)
    except UnicodeDecodeError:
        return  # five bytes are no character of Windows-1252
    assert is_garbled(twice)
    assert may_be_garbled(twice.encode())
    assert mended(twice) == word


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("word", WORDS)
def test_what_was_encoded_more_often_is_mended(word, times):
    """arXiv's data have it, too."""
    often = word
    for _ in range(times):
        often = often.encode().decode("latin-1")
    assert mended(often) == word


@pytest.mark.parametrize("text", [None, "", "tea", *WORDS, "CAFÉ”", "É’s", "«È»", "Å…", "São Ângela ± 5 °C", "©®"])
def test_what_is_right_stays(text):
    """Also where it could be something else."""
    assert not is_garbled(text)
    assert mended(text) == text


@given(st.text())
def test_any_text_can_be_looked_at(text):
    """And what is found closely is found quickly, too."""
    mended(text)
    if is_garbled(text):
        assert may_be_garbled(text.encode(errors="replace"))
