"""Bytes to text: what encoding a reading list is in, and whether it is text at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from paperdex.errors import InputError
from paperdex.lists.charsets import SAMPLE, Decoded, declared_within, decode_declared, is_noise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive, or a document kept in one (.docx, .xlsx, .epub)",
    b"\x1f\x8b": "packed with gzip",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"SQLite format 3\x00": "an SQLite database",
    b"\x7fELF": "a program",
}
_PIECE = 64 * 1024


def decode(data: bytes, path: str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text with ``\\n`` line ends, and a warning for each thing that had to be guessed."""
    found, warnings = decoded(data, path, charset)
    return found.text, warnings


def decoded(data: bytes, path: str, charset: str | None = None) -> tuple[Decoded, tuple[str, ...]]:
    """The same, with the encoding.

    UTF-8 and anything with a byte order mark are read as they say; then as ``charset``, which came with the document,
    then as its own HTML or XML declaration says. UTF-16 without a mark is recognised by its zero bytes; everything else
    that looks like text is read as Windows-1252, the superset of Latin-1 that is found in the wild. Raises InputError
    for what is no text.
    """
    found, warnings = _decode(data, path, charset)
    return found._replace(text=_with_line_ends(found.text)), warnings


def as_it_stands(data: bytes, path: str, charset: str | None = None) -> Decoded:
    """The same with the line ends that the document has, for whoever counts its characters."""
    return _decode(data, path, charset)[0]


def in_pieces(data: bytes, codec: str, *, is_lossy: bool) -> Iterator[str]:
    """The text of a document whose encoding is known, some lines at a time.

    Python keeps each character of a text in four bytes where one of them needs them. A piece is small, so that one
    emoji does not make all of a document wide.
    """
    decoder = codecs.getincrementaldecoder(codec)("replace" if is_lossy else "strict")
    waiting: list[str] = []
    for start in range(0, len(data), _PIECE):
        text = decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
        end = text.rfind("\n") + 1
        if end:
            yield _with_line_ends("".join((*waiting, text[:end])))
            waiting.clear()
        waiting.append(text[end:])
    yield _with_line_ends("".join(waiting))


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, path: str, charset: str | None) -> tuple[Decoded, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data.decode(encoding), encoding), ()
            except UnicodeDecodeError:
                warning = f"{path}: is marked as {encoding.upper()} but is not; unreadable characters were replaced."
                return Decoded(data.decode(encoding, errors="replace"), encoding, is_lossy=True), (warning,)
    sample = data[:SAMPLE]
    for signature, what in _BINARY_SIGNATURES.items():
        if data.startswith(signature):
            raise _binary(path, f", but {what}")
    for declared in (charset, declared_within(data)):
        if found := decode_declared(data, declared):
            warning = f"{path}: is not all {declared}; unreadable characters were replaced."
            return found, (warning,) if found.is_lossy else ()
    if b"\x00" in sample:
        return _decode_utf16(data, sample, path)
    try:
        return Decoded(data.decode("utf-8"), "utf-8"), ()
    except UnicodeDecodeError as error:
        if is_noise(sample):
            raise _binary(path) from error
        line = data.count(b"\n", 0, error.start) + 1
        found = Decoded(data.decode("cp1252", errors="replace"), "cp1252", is_lossy=True)
        return found, (f"{path}:{line}: is not UTF-8; read as Windows-1252. Save the list as UTF-8 to be sure.",)


def _decode_utf16(data: bytes, sample: bytes, path: str) -> tuple[Decoded, tuple[str, ...]]:
    # Western text in UTF-16 has a zero in every second byte, on one side only.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 5 < len(sample) // 2:
        raise _binary(path)
    try:
        found = Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise _binary(path) from error
    return found, (f"{path}: has no byte order mark; read as {encoding.upper()}.",)


def _binary(path: str, what: str = "") -> InputError:
    return InputError(path, f"is not text{what}.", tip="Give paperdex a reading list, such as a Markdown file.")
