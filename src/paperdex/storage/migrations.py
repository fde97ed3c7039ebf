"""The schemas of the library and the mirror, as append-only lists of steps.

To change a table, add a step at the end of a list; never change one that was released. ``PRAGMA user_version`` is the
number of steps that a file has seen, ``PRAGMA application_id`` tells our files from other programs'.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

    Step = Callable[[Database], None]

# Case and accents don't matter in a search.
TOKENIZER = "unicode61 remove_diacritics 2"


@dataclass(frozen=True)
class Schema:
    """A kind of file: its name, its mark, and the steps that make it from an empty one."""

    kind: str
    """``library`` or ``mirror``; used in messages."""
    application_id: int
    steps: tuple[Step, ...]
    first: str
    """What to run when there is no such file yet."""

    @property
    def version(self) -> int:
        """Schema version that this paperdex writes."""
        return len(self.steps)


def apply_steps(connection: sqlite3.Connection, schema: Schema) -> None:
    """Run the steps that the file has not seen. To be called inside a transaction, which makes them all or none."""
    # Imported here: it takes 100 ms, and most openings have nothing to migrate.
    from sqlite_utils import Database, Migrations

    migrations = Migrations(f"paperdex {schema.kind}")
    for version, step in enumerate(schema.steps, start=1):
        migrations(name=step.__name__)(_counted(step, version))
    connection.execute(f"PRAGMA application_id = {schema.application_id}")
    migrations.apply(Database(connection, execute_plugins=False))


def _counted(step: Step, version: int) -> Step:
    @functools.wraps(step)
    def apply(db: Database) -> None:
        step(db)
        db.execute(f"PRAGMA user_version = {version}")

    return apply


def library_01_first_tables(db: Database) -> None:
    """Lists, topics, entries, works, records, and what the sources could not answer."""
    db.executescript(_LISTS + _WORKS + _ENTRIES + _SEARCHES + _VIEWS)
    for table, columns in (
        ("records", ["title", "abstract", "authors", "comment"]),
        ("entries", ["title", "abstract", "authors", "note"]),
    ):
        db.table(table).enable_fts(columns, create_triggers=True, tokenize=TOKENIZER)


_LISTS = """
CREATE TABLE lists (
    id INTEGER PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,  -- relative to this file's folder when beneath it, else absolute, or a URL
    path TEXT NOT NULL,             -- as it was given
    title TEXT,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,           -- of the document
    digest TEXT NOT NULL,           -- of what was read from it
    read_at TEXT NOT NULL
);
CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES lists(id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES topics(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,             -- JSON array, outermost first
    key TEXT NOT NULL,              -- /outer/inner/, folded, for searches
    UNIQUE (list_id, path)
);
CREATE INDEX topics_parent ON topics(parent_id);
"""

_WORKS = """
CREATE TABLE works (
    id TEXT NOT NULL PRIMARY KEY,   -- 1706.02677, doi:..., url:...
    cite_key TEXT UNIQUE COLLATE NOCASE,
    record_id INTEGER REFERENCES records(id) ON DELETE SET NULL,  -- the best record
    added TEXT NOT NULL
);
CREATE INDEX works_record ON works(record_id);
CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,          -- names joined by ", "; the parts are in record_authors
    abstract TEXT,
    submitted TEXT,
    updated TEXT,
    version INTEGER,
    comment TEXT,
    journal_ref TEXT,
    doi TEXT,
    license TEXT,
    withdrawn INTEGER,
    title_key TEXT NOT NULL,        -- the title in its normal form
    main_key TEXT,                  -- the title before its colon in its normal form
    UNIQUE (work_id, source)
);
CREATE INDEX records_title_key ON records(title_key);
CREATE INDEX records_main_key ON records(main_key);
CREATE TABLE record_authors (
    record_id INTEGER NOT NULL REFERENCES records(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    suffix TEXT NOT NULL,
    affiliations TEXT NOT NULL,     -- JSON array
    PRIMARY KEY (record_id, position)
);
CREATE TABLE record_categories (
    record_id INTEGER NOT NULL REFERENCES records(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- 0 is the primary one
    category TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (record_id, position)
);
CREATE INDEX record_categories_category ON record_categories(category);
CREATE TABLE gaps (
    work_id TEXT NOT NULL PRIMARY KEY REFERENCES works(id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL
);
"""

_ENTRIES = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES lists(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- in the list, from 0
    line INTEGER NOT NULL,
    topic_id INTEGER REFERENCES topics(id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,          -- names joined by ", "
    date TEXT,
    venue TEXT,
    rating INTEGER,
    note TEXT,
    abstract TEXT,
    status TEXT NOT NULL,
    reason TEXT,
    work_id TEXT REFERENCES works(id),
    UNIQUE (list_id, position)
);
CREATE INDEX entries_work ON entries(work_id);
CREATE INDEX entries_topic ON entries(topic_id);
CREATE TABLE entry_authors (
    entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE TABLE entry_identifiers (
    entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    scheme TEXT NOT NULL,           -- arxiv, doi, url; malformed: the value is as written, with the reason
    value TEXT NOT NULL,
    version INTEGER,
    reason TEXT,
    PRIMARY KEY (entry_id, position)
);
CREATE TABLE entry_links (
    entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE TABLE entry_mentions (
    entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    work TEXT NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE TABLE entry_suggestions (
    entry_id INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    work_id TEXT NOT NULL,          -- often no work of this library, so no foreign key
    score REAL NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (entry_id, position)
);
"""

_SEARCHES = """
CREATE TABLE title_searches (
    title_key TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (title_key, source)
);
CREATE TABLE title_candidates (
    title_key TEXT NOT NULL,
    source TEXT NOT NULL,
    position INTEGER NOT NULL,
    work TEXT NOT NULL,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,          -- JSON array of [name, family, given, suffix, [affiliations]]
    submitted TEXT,
    PRIMARY KEY (title_key, source, position),
    FOREIGN KEY (title_key, source) REFERENCES title_searches(title_key, source) ON DELETE CASCADE
);
"""

_VIEWS = """
CREATE VIEW bibliography AS
SELECT
    lists.path AS list,
    entries.line AS line,
    (SELECT group_concat(value, ' / ') FROM json_each(topics.path)) AS topic,
    entries.status AS status,
    entries.work_id AS work,
    works.cite_key AS cite_key,
    coalesce(records.title, entries.title) AS title,
    entries.title AS title_in_list,
    coalesce(nullif(records.authors, ''), entries.authors) AS authors,
    entries.date AS date_in_list,
    records.submitted AS submitted,
    records.version AS version,
    (SELECT category FROM record_categories WHERE record_id = records.id AND position = 0) AS primary_category,
    records.doi AS doi,
    entries.venue AS venue,
    entries.rating AS rating,
    entries.note AS note,
    CASE
        WHEN entries.work_id LIKE 'doi:%' THEN 'https://doi.org/' || substr(entries.work_id, 5)
        WHEN entries.work_id LIKE 'url:%' THEN substr(entries.work_id, 5)
        ELSE 'https://arxiv.org/abs/' || entries.work_id
    END AS url
FROM entries
JOIN lists ON lists.id = entries.list_id
LEFT JOIN topics ON topics.id = entries.topic_id
LEFT JOIN works ON works.id = entries.work_id
LEFT JOIN records ON records.id = works.record_id
ORDER BY entries.list_id, entries.position;
"""


def library_02_queue_and_history(db: Database) -> None:
    """What is still to be fetched; what changed in records, and what they were before; the versions of papers."""
    db.executescript(_QUEUE + _HISTORY)


_QUEUE = """
CREATE TABLE queue (
    kind TEXT NOT NULL,             -- work: the key is a work's; title: a title in its normal form
    key TEXT NOT NULL,
    again INTEGER NOT NULL,         -- 1: to be asked for although there is a record
    since TEXT NOT NULL,
    tries INTEGER NOT NULL,
    tried TEXT,
    reason TEXT,
    due TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX entry_identifiers_value ON entry_identifiers(value);
"""

_HISTORY = """
CREATE TABLE updates (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    source TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT
);
CREATE INDEX updates_at ON updates(at);
CREATE INDEX updates_work ON updates(work_id);
CREATE TABLE earlier_records (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    record TEXT NOT NULL            -- JSON object, as in show --format json
);
CREATE INDEX earlier_records_work ON earlier_records(work_id);
CREATE TABLE record_versions (
    record_id INTEGER NOT NULL REFERENCES records(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    created TEXT NOT NULL,
    withdrawn INTEGER,
    PRIMARY KEY (record_id, version)
);
"""


def library_03_exports(db: Database) -> None:
    """What was written to files, so that a file that somebody changed since is not overwritten."""
    db.executescript(_EXPORTS)


_EXPORTS = """
CREATE TABLE exports (
    location TEXT NOT NULL PRIMARY KEY,  -- of the file, links followed
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL
);
"""


def mirror_01_first_tables(db: Database) -> None:
    """Papers with their titles in normal form, and the imports that brought them."""
    db.executescript(_MIRROR)
    db.table("papers").enable_fts(["title"], create_triggers=True, tokenize=TOKENIZER)


_MIRROR = """
CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    work TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    authors TEXT NOT NULL,          -- JSON array of [name, family, given, suffix, [affiliations]]
    abstract TEXT,
    submitted TEXT,
    updated TEXT,
    version INTEGER,
    categories TEXT NOT NULL,       -- JSON array, the primary one first
    comment TEXT,
    journal_ref TEXT,
    doi TEXT,
    license TEXT,
    withdrawn INTEGER,
    retrieved TEXT NOT NULL,
    title_key TEXT NOT NULL,
    main_key TEXT
);
CREATE INDEX papers_title_key ON papers(title_key);
CREATE INDEX papers_main_key ON papers(main_key);
CREATE INDEX papers_submitted ON papers(submitted);
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    at TEXT NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    same INTEGER NOT NULL,
    finished INTEGER NOT NULL
);
"""

LIBRARY = Schema(
    "library",
    0x50445831,
    (library_01_first_tables, library_02_queue_and_history, library_03_exports),
    "paperdex fetch notes.md",
)
MIRROR = Schema("mirror", 0x50445832, (mirror_01_first_tables,), "paperdex mirror import FILE")
