"""Bytes to text: encodings that lists come in, and what is no text at all."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.errors import InputError
from paperdex.lists.decode import decode

TEXT = "# Théières\n\n- Über Tüllen\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read_as_they_say(encoding: str) -> None:
    """UTF-8, and anything with a byte order mark, is read without a warning and without the mark."""
    assert decode(TEXT.encode(encoding), "list.md") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    """UTF-16 without its mark is recognised and told."""
    text, warnings = decode(TEXT.encode(encoding), "list.md")
    assert text == TEXT
    assert len(warnings) == 1
    assert encoding.upper() in warnings[0]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_text_is_guessed_with_a_warning(encoding: str) -> None:
    """What is not UTF-8 but looks like text is read as Windows-1252, and the warning names the line."""
    text, warnings = decode(TEXT.encode(encoding), "list.md")
    assert text == TEXT
    assert len(warnings) == 1
    assert warnings[0].startswith("list.md:1: ")
    assert "Windows-1252" in warnings[0]


def test_typographic_quotes_of_windows() -> None:
    """The guess is Windows-1252, which puts quotes and dashes where Latin-1 has control characters."""
    assert decode(b"\x93Teapots\x94 \x96 a list", "list.md")[0] == "“Teapots” – a list"


def test_a_wrong_mark_is_told() -> None:
    """A document that is not what its mark says is read as far as it can be, with a warning."""
    text, warnings = decode(b"\xef\xbb\xbfcaf\xe9 tea", "list.md")
    assert text == "caf\ufffd tea"
    assert len(warnings) == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_one(line_end: str) -> None:
    """Every kind of line end becomes a line feed, so that lines have one number."""
    assert decode(line_end.join("abc").encode(), "list.md")[0] == "a\nb\nc"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"PK\x03\x04teapot",
        gzip.compress(b"# Teapots"),
        b"\x89PNG\r\n\x1a\n",
        b"SQLite format 3\x00",
        b"\x7fELF",
        bytes(range(256)) * 8,
        b"text\x00and\x00\x00zeros",
    ],
    ids=["pdf", "zip", "gzip", "png", "sqlite", "elf", "all-bytes", "zeros"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """A binary file is an error that names it and says what to do, not a list without papers."""
    with pytest.raises(InputError, match=r"^teapots\.bin: ") as caught:
        decode(data, "teapots.bin")
    assert caught.value.tip


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are text or an InputError."""
    try:
        text, warnings = decode(data, "x")
    except InputError:
        return
    assert "\r" not in text
    assert all(warning.startswith("x") for warning in warnings)


@given(st.text())
def test_utf8_is_read_back(text: str) -> None:
    """What was written as UTF-8 is read as it was, but for its line ends; a zero in it makes it binary."""
    try:
        read, warnings = decode(text.encode("utf-8", "ignore"), "x")
    except InputError:
        assert "\0" in text or text.startswith(("%PDF-", "PK\x03\x04"))
        return
    if not warnings:
        assert read == text.encode("utf-8", "ignore").decode().removeprefix("\ufeff").replace("\r\n", "\n").replace(
            "\r", "\n"
        )
