"""Math of titles and abstracts as MathML, which every browser shows and screen readers read aloud."""

from __future__ import annotations

import functools
import html
import re

from paperdex.core.math_form import in_letters
from paperdex.exports.latex_math import encode_math

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML" display="inline"'
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]+);")
_SINGLE = re.compile(r"<mrow>(<m([ino])[^<>]*>[^<>]*</m\2>)</mrow>")


@functools.lru_cache(maxsize=4096)
def math_html(source: str) -> str:
    """Math, without its dollars, as HTML: letters and digits alone as text, else MathML, else its TeX as text.

    Only commands that LaTeX and its usual packages know reach the converter, so none of them can make a link.
    """
    spelled = in_letters(source)
    if spelled.isalnum() and not spelled.isascii():
        return html.escape(spelled)
    latex = encode_math(source)
    # Imported here: most titles have no math.
    from latex2mathml.converter import convert

    try:
        found = convert(latex) if latex is not None else ""
    except Exception:  # whatever a converter makes of odd math, its TeX is still worth showing
        found = ""
    if not found:
        return html.escape(spelled)
    found = _REFERENCE.sub(_character, found.replace(_NAMESPACE, "", 1))
    return _SINGLE.sub(r"\1", found)


def _character(reference: re.Match[str]) -> str:
    return html.escape(chr(int(reference[1], 16)))
