"""What a document is declared to be encoded in, by the reply that it came with or in its own first lines.

Only the encodings of the Encoding Standard of the web (https://encoding.spec.whatwg.org) are believed, read as it says:
``iso-8859-1`` is Windows-1252, ``gb2312`` is GB 18030, ``shift_jis`` is Windows-31J. Python knows more codecs, such as
``punycode`` and ``utf-7``, that no document is written in.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

SAMPLE = 64 * 1024
"""Bytes that are looked at to tell text from what is none."""
_HEAD = 1024
"""Bytes in which a declaration stands, by the HTML standard."""
_DECLARATION = re.compile(
    rb"""\A\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})"""
    rb"""|<meta\s[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_ALIASES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-cp1251": "cp1251", "x-euc-jp": "euc_jp",
    "windows-874": "cp874", "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
_KNOWN = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "mac-roman", "cp866", "cp874", "cp932", "cp949"}
    | {"gb18030", "big5hkscs", "euc_jp", "iso2022_jp"}
    | {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
_FEW = 1000
"""One character in so many may be broken in a text that is still what it is declared to be."""


class Decoded(NamedTuple):
    """Text, Python's name of what it was encoded in, and whether some of its characters could not be read."""

    text: str
    codec: str
    is_lossy: bool = False


def declared_within(data: bytes) -> str | None:
    """The charset that a document's own XML declaration or HTML ``<meta>`` names."""
    match = _DECLARATION.search(data[:_HEAD])
    if not match:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace")
    # Whoever could read the declaration as ASCII has no UTF-16 before them.
    return "utf-8" if name.lower().startswith("utf-16") else name


def decode_declared(data: bytes, charset: str | None) -> Decoded | None:
    """The text in the charset that was declared; ``None`` when it can't be that.

    UTF-8 is ``None`` whatever it is declared to be, for the caller to read: servers say ``iso-8859-1`` of whatever they
    send, and pages saved as UTF-8 keep an old ``<meta>``; no other text is UTF-8 by chance, but for ISO-2022-JP.
    """
    codec = _codec(charset)
    if codec is None or codec == "utf-8":
        return None
    is_wide = codec.startswith("utf-16")
    if not is_wide and (is_noise(data[:SAMPLE]) or (codec != "iso2022_jp" and _is_utf8(data))):
        return None
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        is_nearly = not is_wide and text.count("\ufffd") * _FEW <= len(text) + _FEW
        return Decoded(text, codec, is_lossy=True) if is_nearly else None


def is_noise(sample: bytes) -> bool:
    """Whether bytes have more control characters than a text has, form feed and escape not counted."""
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample) > len(sample) // 100


def _codec(charset: str | None) -> str | None:
    """Python's name of a codec for a charset, if it is one that documents are written in."""
    if not charset:
        return None
    name = charset.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):  # ValueError: a zero in it
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _KNOWN else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
