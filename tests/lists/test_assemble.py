"""An outline to entries, whatever reader it came from."""

from __future__ import annotations

from paperdex.core.identifiers import Identifier
from paperdex.lists.assemble import assemble
from paperdex.lists.outline import Block, Heading, Inline, Item, ItemList, Outline, Paragraph, Row, Rule, Span, Table

URL = "https://arxiv.org/abs/1801.0000"


def linked(number: int, label: str = "A Linked Title") -> Inline:
    return (Span(label, f"{URL}{number}"),)


def items(*inlines: Inline) -> ItemList:
    return ItemList(1, tuple(Item(line, inline) for line, inline in enumerate(inlines, start=1)))


def titles(*blocks: Block) -> list[str]:
    return [entry.title for entry in assemble(Outline(blocks))[2]]


def test_the_only_first_heading_is_the_title() -> None:
    """A document's only heading of level 1 is its title and no topic; a declared title wins."""
    blocks = (Heading(1, 1, (Span("Tea"),)), Heading(2, 2, (Span("Pots"),)), items(linked(1)))
    title, topics, entries = assemble(Outline(blocks))
    assert (title, tuple(topics), entries[0].topic) == ("Tea", (("Pots",),), ("Pots",))
    assert assemble(Outline(blocks, title="Declared"))[0] == "Declared"


def test_several_first_headings_are_topics() -> None:
    """Where there are several headings of level 1, none is the title."""
    blocks = (Heading(1, 1, (Span("Tea"),)), items(linked(1)), Heading(2, 1, (Span("Pots"),)), items(linked(2)))
    title, topics, entries = assemble(Outline(blocks))
    assert title is None
    assert tuple(topics) == (("Tea",), ("Pots",))
    assert [entry.topic for entry in entries] == [("Tea",), ("Pots",)]


def test_one_name_under_two_parents() -> None:
    """The same name under two parents stays two topics; twice under one it is one."""
    names = [(2, "A"), (3, "X"), (2, "B"), (3, "X"), (3, "X")]
    topics = assemble(Outline(tuple(Heading(1, level, (Span(name),)) for level, name in names)))[1]
    assert tuple(topics) == (("A",), ("A", "X"), ("B",), ("B", "X"))


def test_a_heading_that_is_a_paper_is_no_topic() -> None:
    """A heading with a paper's link below it is an entry; what follows it stands under the topic above it."""
    blocks = (
        Heading(1, 2, (Span("Topic"),)),
        Heading(2, 3, (Span("1. A Heading Title"),)),
        Paragraph(3, (Span("paper", URL + "1"),)),
        Rule(4),
        items(linked(2)),
        Heading(9, 2, (Span("Another"),)),
    )
    _, topics, entries = assemble(Outline(blocks))
    assert tuple(topics) == (("Topic",), ("Another",))
    assert [(entry.title, entry.topic) for entry in entries] == [
        ("A Heading Title", ("Topic",)),
        ("A Linked Title", ("Topic",)),
    ]


def test_a_title_alone_needs_neighbours() -> None:
    """Words alone are an entry among papers, and none among words."""
    words = (Span("A Title Alone"),)
    assert titles(items(linked(1), words)) == ["A Linked Title", "A Title Alone"]
    assert titles(items(linked(1), *[words] * 4)) == ["A Linked Title", *["A Title Alone"] * 4]
    assert titles(items(linked(1), *[words] * 5)) == ["A Linked Title"]
    assert titles(items(words)) == []


def test_a_table_of_contents_gives_nothing() -> None:
    """Items that point into the page, or repeat titles in bold without any paper among them, are no entries."""
    assert titles(items((Span("A Title", "#a"),), (Span("B", "#b"),))) == []
    assert titles(items((Span("A Title", mark="strong"),), (Span("B Title", mark="strong"),))) == []


def test_table_columns() -> None:
    """A row is an entry: the title from its column, the links from another, an id column as identifier."""
    header: tuple[Inline, ...] = ((Span("ID"),), (Span("Title"),), (Span("Year"),), (Span("Link"),))
    row = Row(3, ((Span("1801.00001v2"),), (Span("A Title in a Cell"),), (Span("2018"),), (Span("pdf", URL + "1"),)))
    (entry,) = assemble(Outline((Table(1, header, (row,)),)))[2]
    assert entry.title == "A Title in a Cell"
    assert entry.line == 3
    assert entry.date == "2018"
    assert entry.arxiv == Identifier("arxiv", "1801.00001", 2)
    assert [link.label for link in entry.links] == ["pdf"]


def test_a_table_without_papers_gives_nothing() -> None:
    """Numbers that look like an identifier, out of an id column, make no paper of a row."""
    header: tuple[Inline, ...] = ((Span("Tool"),), (Span("Score"),))
    assert titles(Table(1, header, (Row(3, ((Span("TeaTool"),), (Span("1234.5678"),))),))) == []
    assert titles(Table(1, (), ())) == []


def test_empty_outline() -> None:
    """A document without blocks has no title, topics or entries."""
    assert assemble(Outline(())) == (None, {}, ())
