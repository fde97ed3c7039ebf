"""Elements of a citation style, as citeproc-py renders them, where the specification has it otherwise.

Measured with twelve styles against citeproc-js: names are to be written out where a style says so, quotes within quotes
are to be inner ones, punctuation goes into quotes in American English, sentence case leaves words with capitals alone,
a label without its value is to be left out, as is what stood in for an author before.
"""

from __future__ import annotations

import io
import re
from typing import Any, cast

from citeproc import model  # type: ignore[import-untyped]
from citeproc.frontend import CitationStylesStyle  # type: ignore[import-untyped]
from citeproc.source import CitationItem  # type: ignore[import-untyped]
from citeproc.source import Name as SourceName
from citeproc.string import MixedString, NoCase, String  # type: ignore[import-untyped]
from lxml import etree

_CSL = "{http://purl.org/net/xbiblio/csl}"
_OPEN, _CLOSE, NUMBER = "\ufdd0", "\ufdd1", "\ufdd2"
"""Stand for a style's own quotes and for a work's number; no text holds them."""

_MOST_CALLS = 5_000
"""Macros that one reference may call; those of the repository call some hundreds."""

OTHERS = "others"
"""The last author where there are more."""


class Cite(CitationItem):  # type: ignore[misc]
    """A work with its number in the bibliography, for which there is a sign."""

    number = 1

    @property
    def reference(self) -> Any:
        """The work."""
        return self["work"]


class Text(model.Text):  # type: ignore[misc]
    """Text of a variable, a macro, a term."""

    _calls: bool | None = None

    def calls_variable(self) -> bool:
        """Whether it stands for a variable; found out once, since the library asks for it all the time."""
        if self._calls is None:
            self._calls = bool(super().calls_variable())
        return self._calls

    def get_macro(self, name: str) -> Any:
        """The macro of that name, without a search; RecursionError where macros call macros without an end."""
        root = self.get_root()
        root.calls += 1
        if root.calls > _MOST_CALLS:
            raise RecursionError
        return root.macros[name]

    def _variable(self, item: Any, context: Any) -> Any:
        text = super()._variable(item, context)
        if self.get("variable") == "citation-number":
            return String(f"{text}{NUMBER}")
        seen = getattr(context.get_layout(), "seen", None)
        if text and seen is not None:
            seen.add(self.get("variable"))
        return text

    def quote(self, string: Any) -> Any:
        """The text in quotes, those within it changed to inner ones."""
        if self.get("quotes", "false").lower() != "true":
            return string
        signs = {f"{form}-quote": str(self.get_single_term(name=f"{form}-quote")) for form in ("open", "close")}
        inner = {signs[name]: str(self.get_single_term(name=name.replace("-", "-inner-"))) for name in signs}
        table = str.maketrans({sign: other for sign, other in inner.items() if len(sign) == 1})
        return String(f"{_OPEN}{str(string).translate(table)}{_CLOSE}")

    def case(self, text: Any, language: str | None = None) -> Any:
        """The text in the case that the style wants; sentence case keeps capitals, unless there is nothing else."""
        wanted = self.get("text-case")
        text = _strings(text)
        if wanted not in {"sentence", "title"} or any(isinstance(part, NoCase) for part in text):
            return super().case(text, language)
        if wanted == "title":
            return String(title_case(str(text))) if language == "en" else text
        if text.isupper():
            return super().case(text, language)
        return text.capitalize_first() if str(text)[:1].islower() else text


def _strings(text: Any) -> Any:
    """A text in the library's own types, which know more cases than Python's."""
    if isinstance(text, MixedString):
        return MixedString(String(part) if type(part) is str else part for part in text)
    return String(text) if type(text) is str else text


_STOP_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of", "on", "onto", "or"}
    | {"over", "so", "the", "till", "to", "up", "via", "with", "yet", "vs", "vs.", "v."}
)
_SMALL_WORD = re.compile("(?<![\\w.@{<$\\\\])[a-zß-ɏḁ-ỿ][\\w'’.]*")


def title_case(title: str) -> str:
    """The title with a capital at the begin of each word written small, but for little words and single letters."""

    def capital(word: re.Match[str]) -> str:
        before = title[: word.start()].rstrip(" \"'“‘(")
        inner = before and before[-1] not in ":?!.—–"
        single = len(word[0]) == 1 and (inner or word[0] != "a")
        if not word[0].islower() or single or (inner and word[0] in _STOP_WORDS):
            return word[0]
        return word[0][0].upper() + word[0][1:]

    return _SMALL_WORD.sub(capital, title)


class Name(model.Name):  # type: ignore[misc]
    """How names are written."""

    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        """An option; given names are not cut to initials where the style says ``initialize="false"``."""
        if name == "initialize-with" and self._inherited("initialize") == "false":
            return None
        return super().get_option(name, context, sort_options)

    def process(self, item: Any, variable: str, context: Any = None, sort_options: Any = None, **kwargs: Any) -> Any:
        """The names: "et al." for others, and suffixes without a stop where initials have none."""
        names = item.reference.get(variable, [])
        initials = self.get_option("initialize-with", context, sort_options)
        if initials is not None and "." not in initials:
            names = [name | {"suffix": name["suffix"].strip(".")} if "suffix" in name else name for name in names]
            names = [SourceName(**name) for name in names]
        others = len(names) > 1 and names[-1].get("literal") == OTHERS
        most = self.get_option("et-al-min", context, sort_options)
        if others and not 0 < most <= len(names) and self.get_option("form", context, sort_options) != "count":
            return self._and_others(item, variable, names[:-1], context, sort_options, **kwargs)
        return self._written(item, variable, names, context, sort_options, **kwargs)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        """The initials of given names; what is written small stays, and letters that know no capitals are initials."""
        names = given.split("-") if self.get_option("initialize-with-hyphen", context) else [given.replace("-", " ")]
        written = []
        for name in names:
            words = (f" {word} " if word[0].islower() else f"{word[0]}{mark}" for word in re.findall(r"[^\s.]+", name))
            written.append(" ".join("".join(words).split()))
        return "-".join(part for part in written if part)

    def _written(
        self, item: Any, variable: str, names: list[Any], context: Any, sort_options: Any, **kwargs: Any
    ) -> Any:
        before = item.reference.get(variable)
        item.reference[variable] = names
        try:
            return super().process(item, variable, context=context, sort_options=sort_options, **kwargs)
        finally:
            item.reference[variable] = before

    def _and_others(
        self, item: Any, variable: str, names: list[Any], context: Any, sort_options: Any, **kwargs: Any
    ) -> Any:
        options = (sort_options or {}) | {"and": None, "et-al-min": 0}
        text = self._written(item, variable, names, context, options, **kwargs)
        precedes = self.get_option("delimiter-precedes-et-al", context)
        comma = precedes == "always" or (precedes == "contextual" and len(names) > 1)
        return String(f"{text}{self.get_option('delimiter', context) if comma else ' '}{self.et_al()}")

    def _inherited(self, name: str) -> Any:
        elements = (self, *self.iterancestors())
        return next((element.get(name) for element in elements if element.get(name) is not None), None)


class NamePart(model.Name_Part):  # type: ignore[misc]
    """How one part of a name is written."""

    def case(self, text: Any, language: str | None = None) -> Any:
        """The part in the case that the style wants."""
        return super().case(_strings(text), language) if text else text

    def format_part(self, given: Any, family: Any) -> tuple[str, str]:
        """Given and family name, the one that this is about as the style wants it."""
        given, family = super().format_part(given or "", family or "")
        return str(given), str(family)


class Substitute(model.Substitute):  # type: ignore[misc]
    """What stands in for missing names, and is left out where it would come again."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """The first substitute that there is."""
        layout = context.get_layout()
        outer = getattr(layout, "seen", None)
        layout.seen = set()
        try:
            return super().render(item, context=context, **kwargs)
        finally:
            layout.repressed.setdefault(f"{_CSL}text", []).extend(layout.seen)
            layout.seen = outer


class Label(model.Label):  # type: ignore[misc]
    """The name of a number, such as "p."."""

    def process(self, item: Any, variable: str | None = None, plural: Any = None, **kwargs: Any) -> Any:
        """The label, if there is what it belongs to."""
        name = variable or self.get("variable")
        return super().process(item, variable, plural, **kwargs) if name.replace("-", "_") in item.reference else None


_OURS: dict[str, type[Any]] = {
    "text": Text,
    "name": Name,
    "name-part": NamePart,
    "substitute": Substitute,
    "label": Label,
}


class Style(CitationStylesStyle):  # type: ignore[misc]
    """A style whose elements are these."""

    def __init__(self, root: etree._Element) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(_CSL.strip("{}"))
        namespace[None] = model.CitationStylesElement
        theirs = model.CitationStylesElement.__subclasses__()
        namespace.update({kind.__name__.replace("_", "-").lower(): kind for kind in theirs} | _OURS)
        for names in root.iter(f"{_CSL}names"):
            parent = names.getparent()
            if names.find(f"{_CSL}name") is None and parent is not None and parent.tag != f"{_CSL}substitute":
                # The library would make one anew for every work.
                names.insert(0, etree.Element(f"{_CSL}name"))
        self.parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        self.parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(io.BytesIO(etree.tostring(root)), self.parser)
        self.root = cast(Any, self.xml.getroot())
        # What elements remember lasts as long as they are held.
        self._held = list(self.root.iter())
        self.begin()
        self.root.macros = {macro.get("name"): macro for macro in self.root.iterfind(f"{_CSL}macro")}
        self.root.set_locale_list(self.root.get("default-locale", "en-US"), validate=False)

    def begin(self) -> None:
        """Count anew what a reference takes."""
        self.root.calls = 0

    def finish(self, text: str) -> str:
        """A rendered reference with its quotes, punctuation inside of them where the language wants it.

        ``NUMBER`` stands for its number.
        """
        layout = self.root.bibliography.layout
        if str(layout.get_locale_option("punctuation-in-quote")).lower() == "true":
            text = re.sub(f"([.?!]?)([’”]?{_CLOSE}|”)([.,])", _inside, text)
        text = re.sub(rf"^([^\w{NUMBER}]*\d+{NUMBER}[\])}}.:]*)\s*", r"\1 ", text)
        text = re.sub(rf"\d+{NUMBER}", NUMBER, text)
        for sign, name in ((_OPEN, "open-quote"), (_CLOSE, "close-quote")):
            text = text.replace(sign, str(layout.get_single_term(name=name)))
        return text


def _inside(found: re.Match[str]) -> str:
    mark, close, sign = found.groups()
    return f"{mark}{close}" if mark and sign == "." else f"{mark}{sign}{close}"
