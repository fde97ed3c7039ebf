"""Links of an entry: which of them lead to the paper itself, judged by target and label."""

from __future__ import annotations

import re

from paperdex.core.identifiers import Identifier, MalformedIdentifier, parse_identifier, parse_url
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Inline, Span

_PAPER_WORDS = """
    paper papers pdf arxiv abs abstract link links url html doi preprint article publication full text fulltext ps
    here this the original version download online
    论文 原文 链接 地址 下载 論文 リンク 원문 논문 링크 статья ссылка lien artikel enlace
"""
PAPER_LABELS = frozenset(_PAPER_WORDS.split())
"""Words of link labels that name the paper itself and never its title; see :func:`is_paper_label`."""

_OTHER_WORDS = """
    code github gitlab project page website site web homepage demo video slides poster blog talk dataset data model
    models weights pytorch tensorflow tf keras jax caffe mxnet paddle theano torch matlab official unofficial
    implementation review openreview reddit zhihu twitter youtube colab notebook supplementary supplement supp appendix
    bibtex bib cite details summary notes note stars star badge
    代码 知乎 博客 视频 项目 主页 数据 数据集 和 解读 讲解 官网 演示 笔记 コード 코드 код
"""
OTHER_LABELS = frozenset(_OTHER_WORDS.split())
"""Words of link labels for what belongs to a paper and is not the paper."""

_HOSTS = """
    proceedings.mlr.press openreview.net aclanthology.org aclweb.org papers.nips.cc proceedings.neurips.cc
    openaccess.thecvf.com ieeexplore.ieee.org dl.acm.org link.springer.com sciencedirect.com biorxiv.org medrxiv.org
    jmlr.org nature.com science.org pnas.org hal.science semanticscholar.org ssrn.com isca-speech.org ecva.net
"""
PAPER_HOSTS = frozenset(_HOSTS.split())
"""Hosts whose pages are papers, so that a link there is one without more ado."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:v\d+)?")
_DIGITS = "0123456789"
_MIRROR = re.compile(r"https?://\d{1,3}(?:\.\d{1,3}){3}(?P<page>/+(?:abs|pdf|format|html|ps)/.+)")


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
    if named is None and (mirror := _MIRROR.fullmatch(url)):  # arXiv's mirrors were called by their numbers
        there = parse_url("https://arxiv.org" + mirror["page"])
        named = there if isinstance(there, Identifier) else None
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
    if is_address(label):
        return "nothing"
    words = [word.rstrip(_DIGITS) for word in _WORD.findall(label.casefold()) if not _NUMBER.fullmatch(word)]
    if not words:
        return "nothing"
    if all(word in PAPER_LABELS or _RUN_OF_PAPER_WORDS.fullmatch(word) for word in words):
        return "paper"
    known = all(word in PAPER_LABELS or word in OTHER_LABELS or _RUN_OF_WORDS.fullmatch(word) for word in words)
    return "other" if known else "title"


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
    if identifier_of(url) is not None:
        return True
    if not url.startswith(("http://", "https://", "/", "./", "../")) or is_other_label(label):
        return False
    return is_paper_label(label) or _is_paper_address(url)


def _is_paper_address(url: str) -> bool:
    host, _, path = url.partition("://")[2].partition("/")
    labels = host.lower().rsplit(".", 4)[-4:]
    at_paper_host = any(".".join(labels[start:]) in PAPER_HOSTS for start in range(len(labels) - 1))
    # The home page of such a host is no paper.
    return (at_paper_host and bool(path)) or path.partition("?")[0].lower().endswith(".pdf")


_LABEL_BEFORE = re.compile(
    r"(?:\A|[\s,;|(\[])(?P<label>[^\W\d_]\w{0,19}(?: \w{1,20})?)\s?(?:[(（][^()（）]{0,30}[)）]\s?)?[:：]\s*\Z"
)
_LONGEST_BEFORE = 50
_LONGEST_POINTER = 10
_POINTERS = frozenset({"link", "here", "url", "链接", "地址", "リンク", "링크", "ссылка", "lien"})


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
    match = _LABEL_BEFORE.search(before)
    if not match or _kind_of_label(match["label"]) not in {"paper", "other"}:
        return None
    surplus = len(before) - match.start("label")
    while surplus and spans:
        last = spans.pop()
        if len(last.text) > surplus:
            spans.append(last._replace(text=last.text[:-surplus]))
        surplus = max(0, surplus - len(last.text))
    return match["label"]
