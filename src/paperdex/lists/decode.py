"""Bytes to text: what encoding a reading list is in, and whether it is text at all."""

from __future__ import annotations

import codecs

from paperdex.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_BINARY_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"SQLite format 3\x00", b"\x7fELF")


def decode(data: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    """Text with ``\\n`` line ends, and a warning for each thing that had to be guessed.

    UTF-8 and anything with a byte order mark are read as they say; UTF-16 without a mark is recognised by its zero
    bytes; everything else that looks like text is read as Windows-1252, the superset of Latin-1 that is found in the
    wild. Raises InputError for what is no text.
    """
    text, warnings = _decode(data, path)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def _decode(data: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                warning = f"{path}: is marked as {encoding.upper()} but is not; unreadable characters were replaced."
                return data.decode(encoding, errors="replace"), (warning,)
    sample = data[:_SAMPLE]
    if data.startswith(_BINARY_SIGNATURES):
        raise _binary(path)
    if b"\x00" in sample:
        return _decode_utf16(data, sample, path)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample) > len(sample) // 100:
            raise _binary(path) from error
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", errors="replace")
        return text, (f"{path}:{line}: is not UTF-8; read as Latin-1. Save the list as UTF-8 to be sure.",)


def _decode_utf16(data: bytes, sample: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    # Western text in UTF-16 has a zero in every second byte, on one side only.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 5 < len(sample) // 2:
        raise _binary(path)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(path) from error
    return text, (f"{path}: has no byte order mark; read as {encoding.upper()}.",)


def _binary(path: str) -> InputError:
    return InputError(path, "is not text.", tip="Give paperdex a reading list, such as a Markdown file.")
