"""Trees and tables, drawn by rich. Every text goes through ``printable`` and none is read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from paperdex.cli.console import is_terminal
from paperdex.cli.rows import remark, short_authors, topic_text, year_of
from paperdex.core.entries import ListEntry, ReadingList, Topic
from paperdex.core.text import printable
from paperdex.storage.rows import EntryRow, TopicRow

_GUIDE = "dim"
_ID_WIDTH = 18
"""Columns for an identifier: arXiv's longest fit, an address is folded."""


def text(value: str, style: str = "") -> Text:
    """A text as it is, made safe for a terminal."""
    return Text(printable(value), style=style)


class _TopicTree:
    """A tree of one list's topics, each made when it is first needed."""

    def __init__(self, label: Text) -> None:
        self.root = Tree(label, guide_style=_GUIDE)
        self._nodes: dict[Topic, Tree] = {(): self.root}

    def node(self, topic: Topic) -> Tree:
        """The node of a topic, below those of the topics above it."""
        for depth in range(1, len(topic) + 1):
            path = topic[:depth]
            if path not in self._nodes:
                self._nodes[path] = self._nodes[path[:-1]].add(text(path[-1], "bold"))
        return self._nodes[topic]

    def label(self, topic: Topic, label: Text) -> None:
        """Put a label in the place of a topic's name."""
        self.node(topic).label = label


def entry_trees(rows: Iterable[EntryRow], titles: dict[str, str]) -> Iterable[Tree]:
    """A tree a list: its topics, and under each its entries."""
    trees: dict[str, _TopicTree] = {}
    for row in rows:
        if row.location not in trees:
            trees[row.location] = _TopicTree(text(titles.get(row.location, row.list), "bold underline"))
        trees[row.location].node(row.topic).add(_entry_line(row))
    return [tree.root for tree in trees.values()]


def _entry_line(row: EntryRow) -> Text:
    line = text(row.title or row.id or "", "" if row.status == "resolved" else "yellow")
    about = ", ".join(part for part in (short_authors(row.authors), year_of(row), row.id or "") if part)
    if about:
        line.append(f"  {printable(about)}", style="cyan")
    note = remark(row)
    if note:
        line.append(f"  [{printable(note)}]", style="yellow" if row.status != "resolved" else "dim")
    return line


def entry_table(rows: Iterable[EntryRow]) -> Table:
    """A row an entry."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", style="cyan", overflow="fold", max_width=_ID_WIDTH if is_terminal() else None)
    table.add_column("year", no_wrap=True)
    table.add_column("authors", overflow="fold")
    table.add_column("title", overflow="fold")
    table.add_column("topic", style="dim", overflow="fold")
    for row in rows:
        note = remark(row)
        title = text(row.title)
        if note:
            title.append(f"  [{printable(note)}]", style="yellow")
        table.add_row(
            text(row.id or "-"), year_of(row), text(short_authors(row.authors)), title, text(topic_text(row.topic))
        )
    return table


def topic_trees(rows: Iterable[TopicRow], titles: dict[str, str]) -> Iterable[Tree]:
    """A tree a list: its topics with how many entries each has, sub-topics counted in."""
    trees: dict[str, _TopicTree] = {}
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.location] = totals.get(row.location, 0) + row.own
        tree = trees.setdefault(row.location, _TopicTree(Text()))
        if row.topic:
            tree.label(row.topic, _counted(row.topic[-1], row.total, "" if row.total else "dim"))
    for location, tree in trees.items():
        tree.root.label = _counted(titles.get(location, location), totals[location], "bold underline")
    return [tree.root for tree in trees.values()]


def _counted(name: str, count: int, style: str) -> Text:
    label = text(name, style)
    label.append(f"  {count}", style="cyan" if count else "dim")
    return label


def scan_table(lists: Iterable[ReadingList]) -> Table:
    """A row an entry of lists that were read and not stored."""
    lists = list(lists)
    table = Table(box=None, pad_edge=False, header_style="bold")
    if len(lists) > 1:
        table.add_column("list", style="dim", overflow="fold")
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("id", style="cyan", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title", overflow="fold")
    table.add_column("topic", style="dim", overflow="fold")
    for reading_list in lists:
        for entry in reading_list.entries:
            cells = (
                str(entry.line),
                _identifier_cell(entry),
                entry.date or "",
                text(entry.title),
                text(topic_text(entry.topic)),
            )
            table.add_row(*((text(reading_list.path), *cells) if len(lists) > 1 else cells))
    return table


def _identifier_cell(entry: ListEntry) -> Text:
    if entry.arxiv:
        version = f"v{entry.arxiv.version}" if entry.arxiv.version else ""
        return text(f"{entry.arxiv.value}{version}")
    if entry.malformed:
        return text(f"{entry.malformed[0].raw} ({entry.malformed[0].reason})", "red")
    return text(entry.well_formed[0].scheme if entry.well_formed else "-", "dim")
