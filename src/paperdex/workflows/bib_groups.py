"""JabRef's tree of groups in a ``.bib`` file that paperdex wrote: brought into step by adding, never by taking away.

The tree is one comment, a group a line, each with its depth before it; a group's place is told by the lines above it.
"""

from __future__ import annotations

import re

_TREE = re.compile(r"^@Comment\{jabref-meta: grouping:\n(?P<groups>(?:\d+ .*\n)+)\}\n", re.MULTILINE)


def with_groups(text: str, fresh: str) -> str:
    """Return a file with the groups of the export that it lacks, each behind the others of its parent."""
    theirs, ours = _TREE.search(text), _TREE.search(fresh)
    if ours is None:
        return text
    if theirs is None:
        return f"{text}\n{ours[0]}" if text.strip() else text
    groups = theirs["groups"].splitlines()
    places = _paths(groups)
    for path in _paths(ours["groups"].splitlines()):
        if path not in places:
            place = _end_of(groups, places[path[:-1]])
            groups.insert(place, f"{len(path) - 1} {path[-1]}")
            places = _paths(groups)
    return text[: theirs.start("groups")] + "\n".join(groups) + "\n" + text[theirs.end("groups") :]


def _paths(groups: list[str]) -> dict[tuple[str, ...], int]:
    """Where each group stands, by itself and those that it is in."""
    places: dict[tuple[str, ...], int] = {}
    path: tuple[str, ...] = ()
    for place, line in enumerate(groups):
        depth, _, group = line.partition(" ")
        path = (*path[: int(depth)], group)
        places.setdefault(path, place)
    return places


def _end_of(groups: list[str], place: int) -> int:
    """Where what is in a group ends."""
    depth = int(groups[place].partition(" ")[0])
    inside = (i for i in range(place + 1, len(groups)) if int(groups[i].partition(" ")[0]) <= depth)
    return next(inside, len(groups))
