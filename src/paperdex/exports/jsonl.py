"""JSON lines, for programs: an object a work, one a line.

The keys are the columns of csv, in the same order: ``cite_key``, ``id``, ``title``, ``authors``, ``more_authors``,
``date``, ``submitted``, ``updated``, ``version``, ``primary_category``, ``categories``, ``topics``, ``venue``,
``journal_ref``, ``comment``, ``withdrawn``, ``doi``, ``url``, ``note`` and ``abstract``. Every key is there, with null
for what is not known; authors and categories are lists, and topics lists of names from the outermost to the innermost.

What this format loses: which list a work is in, parted names, affiliations, licence, and TeX that has characters;
``list --format jsonl`` has an object an entry, with texts as they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from paperdex.core.bibliography import TopicGroup
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.rows import rows


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield a line at a time; a work of several topics is one line."""
    for row in rows(bibliography, options):
        yield f"{json.dumps(row, ensure_ascii=options.ascii)}\n"
