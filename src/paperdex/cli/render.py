"""Trees and tables, drawn by rich. Every text goes through ``printable`` and none is read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from paperdex.cli.console import columns, is_terminal
from paperdex.cli.rows import name_of, remark, short_authors, topic_text, year_of
from paperdex.cli.wrapping import wrap
from paperdex.core.entries import ListEntry, Topic
from paperdex.core.text import printable
from paperdex.storage.rows import EntryRow, TopicRow

if TYPE_CHECKING:  # listing a library needs no reader of lists
    from paperdex.workflows.scan import Kind, Remark, Scanned

_GUIDE = "dim"
_STEP = 4
"""Columns by which a tree's branch is indented."""
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
    line = text(name_of(row) or row.id or "(no title)", "" if row.status == "resolved" else "yellow")
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
        title = text(name_of(row))
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


_REMARK_STYLES: dict[Kind, str] = {
    "malformed": "red",
    "no title": "red",
    "title only": "yellow",
    "no id": "dim",
    "again": "magenta",
}


def scan_trees(lists: Iterable[Scanned]) -> Iterator[Tree]:
    """A tree a list: its topics with how many entries each has, the entries with line, identifier and what is wrong."""
    for each in lists:
        reading_list, width = each.list, columns()
        root = text(reading_list.title or reading_list.path, "bold underline")
        if reading_list.title:
            root.append(f"  {printable(reading_list.path)}", style="dim")
        tree = _TopicTree(root)
        counts = Counter(entry.topic[:depth] for entry in reading_list.entries for depth in range(len(entry.topic) + 1))
        root.append(f"  {counts[()]}", style="cyan")
        digits = len(str(max(entry.line for entry in reading_list.entries)))
        for entry, remarks in each.rows():
            line = _scanned_line(entry, remarks, digits)
            tree.node(entry.topic).add(wrap(line, width - _STEP * (len(entry.topic) + 1), digits + 2))
        for topic, number in counts.items():
            if topic:
                tree.label(topic, _counted(topic[-1], number, "bold"))
        yield tree.root


def _scanned_line(entry: ListEntry, remarks: Iterable[Remark], digits: int) -> Text:
    line = Text(f"{entry.line:>{digits}}  ", style="dim")
    line.append(printable(entry.title), style="not dim")
    about = ", ".join(part for part in (entry.date or "", _tree_identifier(entry)) if part)
    if about:
        line.append(f"{'  ' if entry.title else ''}{printable(about)}", style="not dim cyan")
    for each in remarks:
        line.append(f"  [{printable(each.text)}]", style=f"not dim {_REMARK_STYLES[each.kind]}")
    return line


def _tree_identifier(entry: ListEntry) -> str:
    """The identifier, unless it is a long address of a paper that has a title."""
    from paperdex.cli.scan_rows import identifier_text

    if entry.title and entry.well_formed and entry.well_formed[0].scheme == "url":
        return ""
    return identifier_text(entry).removeprefix("-").removeprefix("url:")


def scan_table(lists: Sequence[Scanned]) -> Table:
    """A row an entry of lists that were read and not stored."""
    from paperdex.cli.scan_rows import table_cell

    table = Table(box=None, pad_edge=False, header_style="bold")
    if len(lists) > 1:
        table.add_column("list", style="dim", overflow="fold")
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("id", style="cyan", overflow="fold", max_width=_ID_WIDTH)
    table.add_column("date", no_wrap=True)
    table.add_column("title", overflow="fold")
    table.add_column("topic", style="dim", overflow="fold")
    for each in lists:
        for entry in each.list.entries:
            style = "" if entry.arxiv else "red" if entry.malformed else "dim"
            cells = (
                str(entry.line),
                text(table_cell(entry), style),
                entry.date or "",
                text(entry.title),
                text(topic_text(entry.topic)),
            )
            table.add_row(*((text(each.list.path), *cells) if len(lists) > 1 else cells))
    return table
