r"""LaTeX lists that name their papers by citations: ``\item \textit{An Invented Paper} \cite{invented18}``.

A title is what stands in front of a citation, where that ends the piece, or where the title is set apart (in italics,
in bold, in quotes) and remarks follow. Only of a document whose citations mostly stand so; in running text they stand
in the midst. What the document's own bibliography says of a key is the paper's link, and the paper is no second entry
there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from paperdex.lists.outline import Inline, Record, Span
from paperdex.lists.syntax.tex import to_spans, to_text

_CITE = re.compile(r"\\[a-zA-Z]{0,9}cite[a-zA-Z]{0,9}\*?(?:\[[^\]\n]{0,80}\]){0,2}\{(?P<keys>[^{}]{1,200})\}")
_AT_END = re.compile(r"[ \t]*%?[ \t]*(?:\n[ \t%]*(?:\n|\\(?:item|end|section|sub)|\\\\)|\\\\|\Z)")
_DRESSED = re.compile(r"\s*(?:\\(?:textit|emph|textbf|textsl|enquote)\{|\{\\(?:it|em|bf)|``|\"|“|«|„)")
_SENTENCES = re.compile(r"\w\w[.!]\s+\w")
_LEAST_CITED = 2
_LONGEST_TITLE = 400
_SEPARATORS = " \t\n.,;:–—-"


class Citations:
    """The citations of a document, and the references that they name."""

    def __init__(self, text: str, references: Callable[[], dict[str, Callable[[], Record | None]]]) -> None:
        self.used: set[str] = set()
        """Keys of the references that an entry above them has taken."""
        found = at_end = 0
        if "cite" in text:
            for match in _CITE.finditer(text):
                found += 1
                at_end += _AT_END.match(text, match.end()) is not None
        self._are_entries = at_end >= _LEAST_CITED and 2 * at_end >= found
        self._references = references() if self._are_entries else {}

    def is_entry(self, piece: str) -> bool:
        """Whether a paragraph is a title and its citation."""
        return self._are_entries and _parted(piece) is not None

    def spans(self, piece: str) -> Inline:
        """The spans of a piece of text; where it cites the paper of its title, with a link to that paper."""
        parted = _parted(piece) if self._are_entries and "cite" in piece else None
        if parted is None:
            return to_spans(piece)
        title, key, rest = parted
        line = piece.count("\n", 0, len(piece) - len(rest))
        reference = self._references[key]() if key in self._references else None
        if not title.strip() and not (reference and reference.title):
            return to_spans(piece)
        url = f"cite:{key}"
        if reference:
            self.used.add(key)
            url = next((_address(name) for name in reference.names), url)
        spans = to_spans(title) if title.strip() else (Span(reference.title if reference else "", None, "strong"),)
        return (*spans, Span(" ", line=line), Span("paper", url, line=line), *_moved(to_spans(rest), line))


def _parted(piece: str) -> tuple[str, str, str] | None:
    """Title, key and what stands behind of a piece that gives them; ``None`` for running text."""
    match = _CITE.search(piece)
    if match is None or match.start() > _LONGEST_TITLE or "," in match["keys"]:
        return None
    title, rest = piece[: match.start()].rstrip("~ \t\n"), piece[match.end() :]
    is_alone = not rest.strip(_SEPARATORS + "%")
    if not title.strip():
        return (title, match["keys"].strip(), rest) if is_alone or rest.lstrip()[:1] in ":-–—" else None
    is_dressed = _DRESSED.match(title) is not None
    if not (is_alone or (is_dressed and rest[:1] in "\n.,;: ~-")):
        return None
    text = to_text(title)
    if not is_dressed and (not text or text[0].islower() or text[-1] in ".,;:" or _SENTENCES.search(text)):
        return None
    return title, match["keys"].strip(), rest


def _address(name: str) -> str:
    if name.startswith("arxiv:"):
        return "https://arxiv.org/abs/" + name.removeprefix("arxiv:")
    return "https://doi.org/" + name.removeprefix("doi:") if name.startswith("doi:") else name


def _moved(spans: Inline, line: int) -> Inline:
    return tuple(span._replace(line=span.line + line) for span in spans)
