"""What the elements of HTML are: blocks, marks, lists, what ends which, and what is left out of a page."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperdex.lists.memory import remembered
from paperdex.lists.syntax.html_tokens import attributes


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WHOLE_PAGE = 4
VOID = _words("""area base br col embed hr img input link meta param source track wbr""")
MARKS = {
    "b": 0,
    "strong": 0,
    "code": 1,
    "tt": 1,
    "kbd": 1,
    "i": 2,
    "em": 2,
    "cite": 2,
    "papertitle": 0,
}
"""The place of a tag's mark among those that are counted."""
BLOCKS = _words(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header html li main menu nav ol p pre section summary table tbody td tfoot th
    thead tr ul"""
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
LISTS = frozenset({"ul", "ol", "menu", "dl"})
CELLS = frozenset({"td", "th"})
HIDDEN_TAGS = _words(
    """nav aside script style template noscript svg select textarea iframe object pre xmp dialog title"""
)
_HIDDEN_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"})
_MAY_HIDE = frozenset(
    {
        "div",
        "section",
        "ul",
        "ol",
        "form",
        "p",
        "span",
        "sup",
        "footer",
        "header",
        "table",
    }
)
_HIDDEN_NAMES = _words(
    """nav navbar navigation menu sidebar breadcrumb breadcrumbs footer site-footer site-header page-footer comments
    comment-list disqus_thread cookie cookies cookie-banner cookie-notice cookie-consent cookieconsent gdpr pagination
    paginav pager post-navigation nav-links prev-next share sharedaddy related related-posts related-articles toc
    table-of-contents post-tags entry-tags mw-editsection mw-jump-link mw-cite-backlink mw-panel navbox catlinks
    printfooter skip-link skip-links"""
)
"""Classes and ids of what is no content of a page."""
_ROLES = {
    name: role
    for role, names in {
        "title": """title paper-title papertitle paper_title pub-title pubtitle pub_title publication-title
            publication_title article-title bib-title bibtitle p-title bibbase_paper_title card-title""",
        "authors": """author authors paper-author paper-authors paper_authors pub-author pub-authors pub_authors
            publication-author publication-authors publication_authors li-cite-author article-authors author-list
            authors-list bib-authors p-authors bibbase_paper_author""",
        "venue": """periodical venue journal conference booktitle paper-venue paper-journal pub-venue pub-journal
            pub-conference publication-venue publication-journal bib-venue""",
        "abstract": "abstract paper-abstract pub-abstract publication-abstract abstract-text abstract-content",
    }.items()
    for name in names.split()
}
"""Classes by which generators and people say what a piece of a publication is."""
_ENTRIES = _words(
    """csl-entry citation bibitem bib-item bibentry bibbase_paper publication publication-item publication-entry pub
    pub-item pub-entry pub-list-item pub-card pub-row paper paper-item paper-entry paper-card bibliography-item
    bibliography-entry reference reference-item"""
)
"""Classes by which they say that an element is one publication."""
_REGIONS = _words("post post-content entry-content page-content article-content main-content content content-body")
ITEMS = frozenset({"li", "dt", "dd"})
TABLE_TAGS = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot"})
FRAMES = HEADINGS | LISTS | ITEMS | CELLS | {"summary", "blockquote", "table", "tr"}
"""Elements that gather text of their own."""
OUTER = {**dict.fromkeys(LISTS, ITEMS), "table": frozenset({"tr"}), "tr": CELLS}
"""What must not be left out within which, since text has no place there."""
PARAGRAPH = (frozenset({"p"}), frozenset(FRAMES | {"div"}))
ALIASES = {"heading": "h2"}
"""Tags of a much copied home page that are none."""
ENDED_BY = {
    "li": (frozenset({"li"}), LISTS | CELLS),
    "dt": (frozenset({"dt", "dd"}), LISTS | CELLS),
    "dd": (frozenset({"dt", "dd"}), LISTS | CELLS),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (CELLS, frozenset({"table", "tr"})),
    "th": (CELLS, frozenset({"table", "tr"})),
    "tbody": (frozenset({"tr", "thead"}), frozenset({"table"})),
    **{name: (HEADINGS | {"p"}, frozenset({"div", "summary"}) | LISTS | ITEMS | CELLS) for name in HEADINGS},
}
"""Which open element a tag ends, and at which the search for one stops."""
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


class Look(NamedTuple):
    """What a tag says of its element, apart from where it stands."""

    is_hidden: bool = False
    """It, and what is in it, is no content."""
    region: int = WHOLE_PAGE
    """How surely it is the main content, 0 the most."""
    role: str = ""
    """What it is of a publication: ``title``, ``authors``, ``venue``, ``abstract``."""
    is_entry: bool = False
    """It is one publication."""


_PLAIN, _HIDDEN = Look(), Look(is_hidden=True)
_BY_TAG = {
    **dict.fromkeys(HIDDEN_TAGS, _HIDDEN),
    "main": Look(region=1),
    "article": Look(region=2),
}


def look(tag: str, text: str) -> Look:
    """What a tag with this text behind its name says of its element."""
    return _look(tag, text) if text and tag not in HIDDEN_TAGS else _BY_TAG.get(tag, _PLAIN)


@remembered
def _look(tag: str, text: str) -> Look:
    given = attributes(text)
    names = given.get("class", "").lower().split()
    identity = given.get("id", "").lower()
    role = given.get("role", "")
    if "markdown-body" in names or identity == "readme":
        return Look(region=0)
    if tag in {"html", "body", "main"}:
        return _BY_TAG.get(tag, _PLAIN)
    if role in _HIDDEN_ROLES or "hidden" in given or given.get("aria-hidden") == "true":
        return _HIDDEN
    if tag in _MAY_HIDE and (not _HIDDEN_NAMES.isdisjoint(names) or identity in _HIDDEN_NAMES):
        return _HIDDEN
    region = _BY_TAG.get(tag, _PLAIN).region
    if role == "main" or identity == "main":
        region = 1
    elif region == WHOLE_PAGE and (identity == "content" or not _REGIONS.isdisjoint(names)):
        region = 3
    return Look(False, region, role_of(given.get("class", "")), not _ENTRIES.isdisjoint(names))


def role_of(classes: str) -> str:
    """What an element of these classes is of a publication; the empty text where they don't say."""
    return next((_ROLES[name] for name in classes.lower().split() if name in _ROLES), "")
