"""What the columns of a table hold: by their names, in any of the languages that lists are kept in, else by content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.core.identifiers import parse_identifier
from paperdex.lists.entry.pieces import FIELD_NAMES
from paperdex.lists.memory import remembered
from paperdex.lists.words.fields import find_authors, find_date, find_venue

# What a column may hold: arxiv, doi, address (the paper's page), title, authors, date, venue, abstract, note, rating,
# topic, link (to something beside the paper, such as code), person (who presents the paper), and order (a number, a
# week).

TITLES = ("title", "name", "short name")
"""Columns of titles in a document's table, the surer ones first. What has but a short name is no paper by that."""
NAMING = ("arxiv", "doi", "address")
"""Columns that name the paper."""
BESIDE = frozenset({"note", "abstract", "link", "person", "rating", "topic"})
"""Columns of what is said beside the paper."""
SCHOLARLY = frozenset(
    {"authors", "venue", "date", "day", "abstract", "arxiv", "doi", "address", "link", "note", "person"}
)
"""Columns that tables of papers have beside their titles."""

_OWN = {
    "id": "arxiv", "doi": "doi", "url": "address", "title": "title", "authors": "authors", "submitted": "date",
    "venue": "venue", "abstract": "abstract", "note": "note", "rating": "rating", "topic": "topic", "links": "link",
}  # fmt: skip
"""The columns of ``paperdex list --format csv``; its others are no business of a reading list."""
_OWN_MARK = "title in list"

_NAMES = {
    **FIELD_NAMES,
    **{
        name: role
        for role, names in {
            # Zotero, Scopus and their like export columns whose words mislead.
            "": "date added|date modified|access date|added|modified|updated|short title|series title|item type"
            "|document type|publication type|series|journal abbreviation|link attachments|file attachments|language"
            "|manual tags|automatic tags|author keywords|author id|author(s) id|authors id|author full names"
            "|author affiliations|source id|list|line|status|version|key|citation key|count|no|publisher|pages",
            "arxiv": "arxiv|arxiv id|arxiv no|arxiv number|id|identifier|eprint|extra|preprint|preprint id|arxiv link",
            "title": "paper|papers|name|article|articles|work|works|paper name|论文名称|论文题目|题目|论文|論文名"
            "|論文タイトル|論文|文章|文章标题|文献|文献名|논문 제목|논문|논문명|статья|название статьи|статьи|заголовок"
            "|título|titolo|titre de l'article|título del artículo|artículo|artigo|articolo|artikel|papier|publications"
            "|reading|readings|required reading|required readings|suggested reading|reading material|reference"
            "|paper to read",
            "venue": "publication title|source title|journal/conference|conference/journal|booktitle|container title"
            "|published in|where|会议/期刊|出处|来源|発表|学会名|학회|저널|журнал|конференция|revue|conférence"
            "|zeitschrift|revista|conf|conf.|pub|pub.|published at|appeared in|proceedings|刊物|收录|发表于|会议名称",
            "person": "presenter|presenters|presented by|speaker|speakers|discussant|discussants|discussion leader"
            "|leader|leaders|led by|facilitator|moderator|proposer|proposed by|presentation by|paper presenter|scribe"
            "|主讲人|主讲|报告人|汇报人|分享人|讲者|発表者|担当|担当者|발표자|발표|발제자|진행자|докладчик|выступающий"
            "|présentateur|présenté par|intervenant|orateur|vortragende|vortragender|referent|ponente|apresentador"
            "|relatore",
            "order": "#|nr|nr.|num|number|index|idx|sn|s.no|week|weeks|session|序号|编号|周|周次|番号|回|週|순번|번호"
            "|주차|회차|№|номер|неделя|semaine|séance|n°|woche|sitzung|semana",
            "date": "publication year|publication date|pub year|release date|submitted|发布日期|发表年份|发布时间|时间"
            "|発表年|発行年|연도|발행연도|годы|fecha|año|anno|veröffentlicht",
            "abstract": "abstract note|abstracts|summary|zusammenfassung|概要|요약|краткое содержание|resumen|tl;dr"
            "|tldr",
            "note": "note|notes|comment|comments|remark|remarks|description|my notes|why|备注|笔记|说明|评论|点评|メモ"
            "|備考|コメント|메모|비고|설명|заметки|примечание|комментарий|описание|remarques|commentaire"
            "|anmerkung|notizen|notas",
            "authors": "by|first author|authors list|авторы|автор|auteur(s)|autores|autori|저자들",
            "doi": "doi|dois|doi link|doi url",
            "address": "url|urls|link|links|paper link|paper url|pdf|pdf link|pdf url|paper pdf|pdf attachment|href"
            "|website link|论文链接|链接|地址|原文链接|原文|リンク|論文リンク|링크|논문 링크|주소|ссылка|ссылки"
            "|lien|liens|enlace|verknüpfung",
            "link": "code|code link|code url|github|github link|repo|repository|project|project page|website|homepage"
            "|demo|video|slides|dataset|implementation|代码|代码链接|项目主页|コード|코드|код|código",
            "topic": "topic|topics|section|category|categories|subcategory|sub-category|area|subarea|subject|field"
            "|theme|task|subtopic|sub-topic|subsection|group|folder|collection|tab|分类|类别|主题|方向|领域|子分类|章节"
            "|カテゴリ|カテゴリー|分野|トピック|분류|카테고리|주제|분야|раздел|тема|категория|рубрика|catégorie"
            "|thème|sujet|rubrique|kategorie|thema|bereich|categoría|tema|categoria",
            "rating": "rate|score|priority|importance|评级|評価|평점|оценка|note sur 5|bewertung",
        }.items()
        for name in names.split("|")
    },
}
_SURE_TITLE = re.compile(
    r"title|标题|標題|题目|題目|题名|題名|제목|タイトル|название|заголовок|\btitre\b|títul|titol|\btitel\b"
)
_SURE_PAPER = re.compile(r"\bpapers?\b|论文|論文|논문|стать|\bartículos?\b|\bpublications\b|\bpreprints?\b")
_SHORT_NAMES_TEXT = """
    method methods model models approach algorithm network system architecture framework technique abbreviation acronym
    nickname alias benchmark dataset 方法 模型 算法 简称 手法 モデル 略称 방법 모델 метод модель méthode modèle methode
    modell método modelo
"""
_SHORT_NAMES = frozenset(_SHORT_NAMES_TEXT.split())
_WORDS = (
    ("abstract", {"abstract", "summary"}),
    (
        "link",
        {"code", "github", "repo", "repository", "project", "website", "homepage", "demo", "video", "slides"}
        | {"recording", "recordings", "zoom", "meeting", "blog", "dataset", "poster", "talk"},
    ),
    ("doi", {"doi"}),
    ("address", {"url", "link", "pdf", "href", "hyperlink"}),
    ("arxiv", {"arxiv", "eprint"}),
    ("authors", {"author", "authors"}),
    ("date", {"date", "year", "published"}),
    ("venue", {"venue", "journal", "conference", "proceedings"}),
    ("topic", {"topic", "section", "category", "subcategory", "area"}),
    ("rating", {"rating", "stars"}),
    ("note", {"note", "notes", "comment", "comments", "remarks", "description"}),
    ("title", {"title"}),
)
_PARTS = (
    ("link", "代码|代碼|コード|코드|github|视频|動画|ppt"),
    ("address", "链接|連結|リンク|링크|地址|주소|url|pdf"),
    ("person", "发表者|発表者|발표자|主讲|报告人|分享人"),
    ("title", "标题|標題|题目|題目|题名|題名|名称|제목|タイトル|논문명|论文名"),
    ("authors", "作者|著者|저자"),
    ("venue", "会议|會議|期刊|学会|학회|저널"),
    ("date", "年份|日期|日付|日時|时间|날짜|연도|発表年|年月|发表年"),
    ("abstract", "摘要|要旨|概要|요약|초록"),
    ("note", "笔记|备注|備考|说明|설명|비고|메모|メモ|解读|介绍|评论|点评"),
)
"""What the name of a column in Chinese, Japanese or Korean says by a part of it, where it is not known as a whole."""
_WIDE_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BETWEEN_NAMES = re.compile(r"\s*[/|&+,、・]\s*|\s+(?:and|und|et|y|и)\s+")
_FILLER_WORDS = "a an and the of to in for on by paper papers publication article full my main list id name or"
_FILLERS = frozenset(_FILLER_WORDS.split())
_KNOWN_WORDS = _FILLERS.union(*(words for _, words in _WORDS))
_WORD = re.compile(r"[^\W_]+")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a name that is written in one is parted: ``ArticleURL``."""
_LONGEST_NAME = 40
_HALF = 0.5
_FEW = 200
_WORDY = 300


def role_of(name: str) -> tuple[str, bool]:
    """What a column of that name holds (``""`` if nobody knows), and whether the name says just that."""
    if len(name) > _LONGEST_NAME:
        return "", False
    role = _role_of(name)
    parted = _INNER_CAPITAL.sub(" ", name)
    return role if role[0] or parted == name else _role_of(parted)


@remembered
def _role_of(name: str) -> tuple[str, bool]:
    name = _plain_name(name)
    if name in _NAMES:
        return _NAMES[name], True
    if _WIDE_LETTER.search(name):
        return _role_of_wide(name)
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    if len(parts) > 1:  # Paper / Code, Authors & Title
        roles = [role for part in parts if (role := _NAMES.get(part, ""))]
        return ("title" if "title" in roles else next(iter(roles), "")), False
    words = set(_WORD.findall(name))
    for role, known in _WORDS:
        if words & known and words <= _KNOWN_WORDS:
            return role, False
    return "", False


@remembered
def title_rank(name: str) -> int:
    """How surely a column of titles holds papers' titles: 0 it says "title", 1 "paper", 2 neither (name, reading)."""
    name = _plain_name(name[:_LONGEST_NAME])
    return 0 if _SURE_TITLE.search(name) else 1 if _SURE_PAPER.search(name) else 2


def is_short_name(name: str) -> bool:
    """Whether a column holds what papers are called for short: ``Method``, ``Model``."""
    return _plain_name(name[:_LONGEST_NAME]) in _SHORT_NAMES


def says_paper(name: str) -> bool:
    """Whether the name of a column of titles says that they are papers': ``Paper``, ``논문 제목``."""
    return _SURE_PAPER.search(_plain_name(name[:_LONGEST_NAME])) is not None


def _role_of_wide(name: str) -> tuple[str, bool]:
    """The role of a name in a wide script: ``发 表 者`` as ``发表者``, ``作者/团队`` by its first part."""
    joined = "".join(name.split())
    if joined in _NAMES:
        return _NAMES[joined], True
    for part in _BETWEEN_NAMES.split(name):
        if role := _NAMES.get(part):
            return role, False
    role = next((role for role, parts in _PARTS if any(part in joined for part in parts.split("|"))), "")
    return role or ("title" if joined.endswith(("論文", "论文", "논문")) else ""), False


def _plain_name(name: str) -> str:
    name = name.casefold().replace("_", " ").strip(" \t*#:：`'\"[]")
    return re.sub(r"\s*[(（][^)）]*[)）]\s*\Z", "", " ".join(name.split())) or name


def is_header(row: Sequence[str]) -> bool:
    """Whether a row names columns: some of its cells are known names, one for sure, and none is a paper's address."""
    cells = [cell for cell in row if cell.strip()]
    roles = [role_of(cell) for cell in cells]
    known = sum(bool(role) for role, _ in roles)
    sure = any(role and exact for role, exact in roles)
    return sure and 3 * known >= min(len(cells), 9) and not any(is_name(cell) for cell in cells)


def roles_by_name(header: Sequence[str]) -> dict[int, str]:
    """The role of each column that has one; of two columns with one role both have it, the one named best first."""
    names = [_plain_name(name) if len(name) <= _LONGEST_NAME else "" for name in header]
    if _OWN_MARK in names:
        return {number: _OWN[name] for number, name in enumerate(names) if name in _OWN}
    found = [(number, *role_of(name)) for number, name in enumerate(header)]
    ordered = sorted((row for row in found if row[1]), key=lambda row: _order(header[row[0]], *row[1:]))
    return {number: role for number, role, _ in ordered}


def _order(name: str, role: str, exact: bool) -> int:
    if role == "title":
        return title_rank(name) + 3 * (not exact)
    return 0 if exact or role == "topic" else 1


def is_own(header: Sequence[str]) -> bool:
    """Whether paperdex wrote the table itself."""
    return _OWN_MARK in map(_plain_name, header)


def roles_by_content(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """The role of each column of a table that names none; empty where no column holds identifiers or addresses."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[number].strip() for row in rows[:_FEW] if number < len(row)] for number in range(width)]
    columns = [[cell for cell in column if cell] for column in columns]
    roles: dict[int, str] = {}
    for number, column in enumerate(columns):
        role = _role_by_content(column)
        if role:
            roles[number] = role
    if not {"arxiv", "address"} & set(roles.values()):
        return {}
    worded = {
        number: sum(map(len, column)) / len(column)
        for number, column in enumerate(columns)
        if column and number not in roles and any(map(str.isalpha, "".join(column)))
    }
    titles = {number: length for number, length in worded.items() if length <= _WORDY} or worded
    if titles:
        title = max(titles, key=lambda number: titles[number])
        roles[title] = "title"
        for number in worded:
            if number != title:
                first = number < title and _repeats(columns[number])
                roles[number] = "abstract" if worded[number] > _WORDY else "topic" if first else "note"
    return roles


def _role_by_content(column: Sequence[str]) -> str:
    def most(claim: object) -> bool:
        return callable(claim) and sum(bool(claim(cell)) for cell in column) > _HALF * len(column)

    if not column:
        return ""
    if most(is_name):
        return "address" if most(lambda cell: cell.startswith("http")) else "arxiv"
    if most(lambda cell: find_date(cell, year_alone=True)):
        return "date"
    if most(find_authors):
        return "authors"
    return "venue" if most(lambda cell: len(cell) < _LONGEST_NAME and find_venue(cell)) else ""


def _repeats(column: Sequence[str]) -> bool:
    return 2 * len(set(column)) <= len(column)


def is_name(cell: str) -> bool:
    """Whether a cell is an identifier or an address, and nothing else."""
    cell = cell.strip()
    is_address = cell.startswith(("http://", "https://")) and " " not in cell
    return is_address or parse_identifier(cell) is not None
