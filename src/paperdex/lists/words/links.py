"""Links of an entry: which of them lead to the paper itself, judged by target and label."""

from __future__ import annotations

import re

from paperdex.core.identifiers import Identifier, MalformedIdentifier, parse_identifier, parse_url
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Inline, Span
from paperdex.lists.words.sites import PAPER_HOSTS, is_home_page, is_paper_address

__all__ = [
    "OTHER_LABELS",
    "PAPER_HOSTS",
    "PAPER_LABELS",
    "identifier_of",
    "is_address",
    "is_other_label",
    "is_paper_label",
    "is_paper_link",
    "label_links",
    "leads_beside",
    "says_nothing",
]

_PAPER_WORDS = """
    paper papers pdf arxiv abs abstract link links url html doi preprint article publication full text fulltext ps
    here this the original version download online
    论文 原文 链接 地址 下载 論文 リンク 원문 논문 링크 статья статью статьи на ссылка lien artikel enlace
"""
PAPER_LABELS = frozenset(_PAPER_WORDS.split())
"""Words of link labels that name the paper itself and never its title; see :func:`is_paper_label`."""

_OTHER_WORDS = """
    code github gitlab project page website site web homepage demo video slides poster blog talk dataset data
    model models weights pytorch tensorflow tf keras jax caffe mxnet paddle theano torch matlab official unofficial
    source slide implementation review openreview reddit zhihu twitter youtube colab notebook supplementary supplement
    supp appendix bibtex bib cite details summary notes note stars star badge
    代码 知乎 博客 视频 项目 主页 数据 数据集 和 解读 讲解 官网 演示 笔记 コード 코드 код
    учебник слайды видео презентация реализация implémentation implementación implementação 実装 구현 实现
"""
OTHER_LABELS = frozenset(_OTHER_WORDS.split())
"""Words of link labels for what belongs to a paper and is not the paper."""

_BESIDE_TEXT = """
    code codes github gitlab project dataset datasets data demo video slides poster supplementary supp appendix
    代码 项目 数据 数据集 コード 코드 код
"""
_BESIDE = frozenset(_BESIDE_TEXT.split())
_BESIDE_WITH = frozenset({"link", "page", "official", "the", "and", "unofficial"})

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:v\d+)?")
_DIGITS = "0123456789"
_WHOLE_OLD_ID = re.compile(
    r"\W{0,3}(?:arxiv\s?:?\s?)?([a-z-]{2,12}(?:\.[a-z-]{2,3})?/\d{7}(?:v\d{1,3})?)\W{0,3}", re.IGNORECASE
)
"""A number of arXiv's old style, whose archive is no word of a title."""
_WHOLE_DOI = re.compile(r"\W*10\.\d{4,9}/\S+")


def _runs_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(word for word in sorted(words) if not word.isascii())}|pdf|arxiv)+")


# Chinese and Japanese labels are written without blanks: 论文链接.
_RUN_OF_PAPER_WORDS = _runs_of(PAPER_LABELS)
_RUN_OF_WORDS = _runs_of(PAPER_LABELS | OTHER_LABELS)
_LONGEST_URL = 4096
_LONGEST_LABEL = 60


def identifier_of(url: str) -> Identifier | MalformedIdentifier | None:
    """What a link's target names; a target that is a bare arXiv identifier counts too."""
    return _identifier_of(url) if len(url) <= _LONGEST_URL else None


@remembered
def _identifier_of(url: str) -> Identifier | MalformedIdentifier | None:
    named = parse_url(url)
    if named is None and "://" not in url:
        bare = parse_identifier(url)
        named = bare if isinstance(bare, Identifier) and bare.scheme == "arxiv" else None
    return named


def is_paper_label(label: str) -> bool:
    """Whether a link's label names the paper as such: ``paper``, ``[PDF]``, ``Paper link``, ``arXiv:1706.02677``."""
    return len(label) <= _LONGEST_LABEL and _kind_of_label(label) == "paper"


def is_other_label(label: str) -> bool:
    """Whether a link's label names something beside the paper: ``code``, ``project page``, ``code link``."""
    return len(label) <= _LONGEST_LABEL and _kind_of_label(label) == "other"


@remembered
def _kind_of_label(label: str) -> str:
    """``paper``, ``other``, ``nothing`` or, where it may be one, ``title``."""
    if is_address(label) or _WHOLE_DOI.fullmatch(label):
        return "nothing"
    if (old := _WHOLE_OLD_ID.fullmatch(label)) and isinstance(parse_identifier(old[1]), Identifier):
        return "paper"
    words = [word.rstrip(_DIGITS) for word in _WORD.findall(label.casefold()) if not _NUMBER.fullmatch(word)]
    if not words:
        return "nothing"
    if all(word in PAPER_LABELS or _RUN_OF_PAPER_WORDS.fullmatch(word) for word in words):
        return "paper"
    known = all(word in PAPER_LABELS or word in OTHER_LABELS or _RUN_OF_WORDS.fullmatch(word) for word in words)
    return "other" if known else "title"


@remembered
def leads_beside(label: str) -> bool:
    """Whether a link's label says that it leads to code, data or slides, so that what its address names is not
    the paper: ``[code](https://example.org/10.1234/tea)``."""
    words = [word.rstrip(_DIGITS) for word in _WORD.findall(label[:_LONGEST_LABEL].casefold())]
    return any(word in _BESIDE for word in words) and all(word in _BESIDE or word in _BESIDE_WITH for word in words)


def is_address(label: str) -> bool:
    """Whether a label is a link itself, as that of a bare URL is."""
    return label.startswith(("http://", "https://", "www."))


def says_nothing(label: str) -> bool:
    """Whether a label can be no title: no word in it but numbers, or an address."""
    return is_address(label) or (len(label) <= _LONGEST_LABEL and _kind_of_label(label) == "nothing")


def is_paper_link(span: Span) -> bool:
    """Whether a link leads to a paper: by its identifier, by its label, or by its host."""
    return span.url is not None and span.mark != "image" and _leads_to_paper(span.url, span.text)


@remembered
def _leads_to_paper(url: str, label: str) -> bool:
    if url.startswith("cite:"):  # a citation: of LaTeX, of org-ref
        return True
    if identifier_of(url) is not None:
        return "arxiv.org/" in url or not leads_beside(label)
    if not url.startswith(("http://", "https://", "ftp://", "/", "./", "../")) or is_other_label(label):
        return False
    return is_paper_address(url) or (is_paper_label(label) and not is_home_page(url))


_NOTE_SUFFIXES = (".md", ".markdown", ".mdx", ".org", ".rst", ".ipynb")
_NOTE_PAGE = re.compile(r"\A(?:https?://)?(?:www\.)?git(?:hub|lab)\.com/[^/]+/[^/]+/(?:-/)?(?:blob|edit|tree)/")
_NOTE_ISSUE = re.compile(r"(?:github\.com/[^/]+/[^/]+/|\A(?:\.\./){1,9})issues/\d+\Z")
_NOTE_FOLDER = re.compile(
    r"(?:\.{0,2}/)?[^/:.?#][^/:?#]*(?:/[^/:?#]+)+/?(?<!\.pdf)(?<!\.html)(?<!\.png)(?<!\.jpg)|\./[^/:?#.]+/"
)
"""A folder of its own beside the list, or below one: ``2023/An_Invented_Paper/``, ``./kettles/``."""
_ABOUT_FILE = re.compile(r"(?:readme|contributing|license|changelog|index|summary|code_of_conduct)\.\w+\Z", re.I)
_LABEL_BEFORE = re.compile(
    r"(?:\A|[\s,;|(\[，；、。（【])"
    r"(?P<label>[^\W\d_]\w{0,19}(?: \w{1,20})?)\s?(?:[(（][^()（）]{0,30}[)）]\s?)?[:：]\s*\Z"
)
_LABEL_IN_BRACKETS = re.compile(r"\[{1,2}(?P<label>[^\W\d_]\w{0,19}(?: \w{1,20})?)\]{1,2}\s?\(?\s*\Z")
"""``[[Paper]] (https://...)``: the label stands in the brackets of a link, a blank parts it from the target."""
# [[Paper]] (https://...), a blank between label and address, so that no format takes it for a link
_LABEL_IN_BRACKETS = re.compile(r"(?P<bracket>\[{1,2})\s?(?P<label>[^\[\]]{1,40}?)\s?\]{1,2}[ ]?[(（][ ]?\Z")
_LONGEST_BEFORE = 50
_LONGEST_POINTER = 10
_POINTERS = frozenset({"link", "here", "url", "链接", "地址", "リンク", "링크", "ссылка", "lien"})


def is_note(url: str) -> bool:
    """Whether a link leads to the keeper's own notes: a text file beside the list, or an issue of its repository."""
    url = url.partition("#")[0].partition("?")[0]
    if not url or len(url) > _LONGEST_URL:
        return False
    if _NOTE_FOLDER.fullmatch(url):
        return True
    if url.endswith(_NOTE_SUFFIXES):
        is_beside = "://" not in url and not url.startswith("//")
        return (is_beside or _NOTE_PAGE.match(url) is not None) and not _ABOUT_FILE.search(url)
    return _NOTE_ISSUE.search(url) is not None


def label_links(line: Inline) -> Inline:
    """A line whose links have the word in front of them for a label, where they have none of their own.

    ``Code: https://...``, ``**Paper**: [link](...)``; a word that labels no link stays text.
    """
    for span in line:
        if span.url and _needs_label(span.text):
            break
    else:
        return line
    spans: list[Span] = []
    for span in line:
        if span.url and span.mark not in {"image", "badge"} and _needs_label(span.text):
            span = span._replace(text=_take_label(spans) or span.text)
        spans.append(span)
    return tuple(spans)


@remembered
def _needs_label(label: str) -> bool:
    return says_nothing(label) or (len(label) < _LONGEST_POINTER and label.strip("[]() ").casefold() in _POINTERS)


def _take_label(spans: list[Span]) -> str | None:
    """Take the word in front of a link off the end of a line, if it labels the link."""
    start = len(spans)
    before = ""
    while start and not spans[start - 1].url and len(before) < _LONGEST_BEFORE:
        start -= 1
        before = spans[start].text[-_LONGEST_BEFORE:] + before
    match = _LABEL_BEFORE.search(before) or (_LABEL_IN_BRACKETS.search(before) if "]" in before else None)
    if not match or _kind_of_label(match["label"]) not in {"paper", "other"}:
        return None
    surplus = len(before) - (match.start("label") if before[match.start()] != "[" else match.start())
    while surplus and spans:
        last = spans.pop()
        if len(last.text) > surplus:
            spans.append(last._replace(text=last.text[:-surplus]))
        surplus = max(0, surplus - len(last.text))
    return match["label"]
