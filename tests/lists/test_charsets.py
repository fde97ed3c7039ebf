"""Documents that are declared to be in a charset, by the reply that they came with or by themselves."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.errors import InputError
from paperdex.lists import read_list
from paperdex.lists.decode import decode

TEXTS = {
    "gb2312": "茶壶的发明",
    "gbk": "茶壺的發明",
    "big5": "茶壺的發明",
    "shift_jis": "急須の発明",
    "euc-jp": "急須の発明",
    "iso-2022-jp": "急須の発明",
    "euc-kr": "찻주전자의 발명",
    "koi8-r": "Изобретение чайника",
    "windows-1251": "Изобретение чайника",
    "iso-8859-2": "Wynalezienie dzbanka do herbaty: żółć",
    "iso-8859-15": "Théière à 5 €",
    "utf-16-le": "茶壶的发明",
}


@pytest.mark.parametrize(("charset", "text"), TEXTS.items())
def test_the_charset_of_a_reply_is_believed(charset: str, text: str) -> None:
    """Text in it is read as written, without a warning."""
    assert decode(text.encode(charset), "list.md", charset) == (text, ())
    assert decode(text.encode(charset), "list.md", charset.upper()) == (text, ())


@pytest.mark.parametrize("charset", [name for name in TEXTS if name != "utf-16-le"])
@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META http-equiv='Content-Type' content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_page_that_says_its_charset_is_believed(head: str, charset: str) -> None:
    """By either form of HTML, or as XML does it."""
    text = f"{head.format(charset)}\n<p>{TEXTS[charset]}</p>"
    assert decode(text.encode(charset), "page.html") == (text, ())


def test_what_wins_over_what() -> None:
    """A byte order mark, then the reply, then the page's own words."""
    text = '<meta charset="koi8-r"><p>чай</p>'
    assert decode(codecs.BOM_UTF8 + text.encode(), "page.html", "windows-1251")[0] == text
    assert decode(text.encode("windows-1251"), "page.html", "windows-1251")[0] == text
    assert decode(text.encode("koi8-r"), "page.html")[0] == text
    assert decode(text.encode("koi8-r"), "page.html", "utf-8")[0] == text


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "gbk", "koi8-r"])
def test_utf8_is_utf8_whatever_is_said(charset: str) -> None:
    """Servers say Latin-1 of everything, and pages saved as UTF-8 keep their old words."""
    assert decode("Théières 茶壶".encode(), "list.md", charset) == ("Théières 茶壶", ())


@pytest.mark.parametrize("charset", ["", "x-teapot", "punycode", "hex", "rot13", "utf-7", "unicode_escape", "a\0b"])
def test_a_charset_that_is_none_counts_for_nothing(charset: str) -> None:
    """Python knows codecs that no document is in."""
    assert decode("Théière +AGE- \\x41".encode(), "list.md", charset) == ("Théière +AGE- \\x41", ())


def test_a_broken_letter_does_not_undo_a_charset() -> None:
    """The rest is read as it was declared, with a warning."""
    text, warnings = decode("茶壶的发明".encode("gbk") * 300 + b"\xff\n", "list.md", "gbk")
    assert text.startswith("茶壶的发明茶壶")
    assert warnings == ("list.md: is not all gbk; unreadable characters were replaced.",)


@pytest.mark.parametrize("charset", ["iso-8859-1", "koi8-r", "gbk"])
def test_a_charset_makes_no_text_of_noise(charset: str) -> None:
    """One-byte charsets can read anything; what is no text stays none."""
    with pytest.raises(InputError, match="is not text"):
        decode(bytes(range(256)) * 40, "list.md", charset)


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.5\n", "a PDF"), (b"PK\x03\x04\x00", "a zip"), (b"\xff\xd8\xff\xe0", "an image")]
)
def test_what_a_binary_file_is_is_told(data: bytes, what: str) -> None:
    """A charset does not make it text."""
    with pytest.raises(InputError, match=f"is not text, but {what}"):
        decode(data, "list.md", "iso-8859-1")


def test_a_list_is_read_in_its_charset() -> None:
    """From bytes to the title of an entry."""
    data = "- [急須の発明](https://arxiv.org/abs/2101.90001)\n".encode("shift_jis")
    (entry,) = read_list(data, "list.md", charset="shift_jis").entries
    assert entry.title == "急須の発明"


@given(st.binary(max_size=200), st.sampled_from([*TEXTS, "utf-16", "nonsense"]))
def test_any_bytes_in_any_charset(data: bytes, charset: str) -> None:
    """Text or an InputError, never anything else."""
    try:
        text, _ = decode(data, "list.md", charset)
    except InputError:
        return
    assert isinstance(text, str)
