"""Where the text behind a page lies, for each place where people keep lists."""

from __future__ import annotations

import pytest

from paperdex.sources.hosts import HOSTS, README, raw_addresses

GIST = "0123456789abcdef0123456789abcdef"

FILES = {
    "https://github.com/ada/teapots/blob/main/list.md": "https://raw.githubusercontent.com/ada/teapots/main/list.md",
    "https://github.com/ada/teapots/blob/main/a/b.md?plain=1#L3": (
        "https://raw.githubusercontent.com/ada/teapots/main/a/b.md"
    ),
    "https://www.github.com/ada/teapots/blob/refs/heads/main/b.bib": (
        "https://raw.githubusercontent.com/ada/teapots/refs/heads/main/b.bib"
    ),
    "https://github.com/ada/teapots/wiki": "https://raw.githubusercontent.com/wiki/ada/teapots/Home.md",
    "https://github.com/ada/teapots/wiki/To-Read": "https://raw.githubusercontent.com/wiki/ada/teapots/To-Read.md",
    f"https://gist.github.com/ada/{GIST}": f"https://gist.github.com/ada/{GIST}/raw",
    f"https://gist.github.com/{GIST}#file-to-read-md": f"https://gist.github.com/{GIST}/raw/to-read.md",
    "https://gitlab.com/ada/tea/pots/-/blob/main/a%20b.md?ref_type=heads": (
        "https://gitlab.com/ada/tea/pots/-/raw/main/a%20b.md"
    ),
    "https://git.invented.example:8443/ada/pots/-/blob/main/a.md": (
        "https://git.invented.example:8443/ada/pots/-/raw/main/a.md"
    ),
    "https://gitlab.com/-/snippets/12": "https://gitlab.com/-/snippets/12/raw",
    "https://bitbucket.org/ada/pots/src/master/a.md": "https://bitbucket.org/ada/pots/raw/master/a.md",
    "https://codeberg.org/ada/pots/src/branch/main/a.md": "https://codeberg.org/ada/pots/raw/branch/main/a.md",
    "https://huggingface.co/datasets/ada/pots": "https://huggingface.co/datasets/ada/pots/raw/main/README.md",
    "https://huggingface.co/ada/pots/blob/main/a.md": "https://huggingface.co/ada/pots/raw/main/a.md",
}
"""A page of a file, and the address of its text."""

FOLDERS = {
    "https://github.com/ada/teapots": "https://raw.githubusercontent.com/ada/teapots/HEAD/",
    "https://github.com/ada/teapots.git": "https://raw.githubusercontent.com/ada/teapots/HEAD/",
    "https://github.com/ada/teapots/tree/v2/docs/": "https://raw.githubusercontent.com/ada/teapots/v2/docs/",
    "https://gitlab.com/ada/tea/pots": "https://gitlab.com/ada/tea/pots/-/raw/HEAD/",
    "https://gitlab.com/ada/pots/-/tree/main/docs": "https://gitlab.com/ada/pots/-/raw/main/docs/",
    "https://bitbucket.org/ada/pots": "https://bitbucket.org/ada/pots/raw/HEAD/",
    "https://codeberg.org/ada/pots": "https://codeberg.org/api/v1/repos/ada/pots/raw/",
    "https://codeberg.org/ada/pots/src/branch/main/docs": "https://codeberg.org/ada/pots/raw/branch/main/docs/",
}
"""A page of a folder, and where its READMEs lie."""

OTHERS = (
    "https://invented.example/list.md",
    "https://raw.githubusercontent.com/ada/teapots/main/list.md",
    "https://github.com/ada",
    "https://github.com/topics/teapots",
    "https://github.com/ada/teapots/issues/3",
    "https://gitlab.com/ada/pots/-/issues/3",
    "https://huggingface.co/papers/2101.90001",
    "https://huggingface.co/datasets/pots",
    "https://notgithub.com/ada/teapots",
)
"""Pages that are read as they are."""


@pytest.mark.parametrize(("page", "raw"), FILES.items())
def test_a_file_is_read_raw(page: str, raw: str) -> None:
    """The page of a file is read as the file; nothing of the page's own query and fragment is kept."""
    assert raw_addresses(page)[0] == raw


@pytest.mark.parametrize(("page", "folder"), FOLDERS.items())
def test_a_folder_is_read_as_its_readme(page: str, folder: str) -> None:
    """Each name of a README is tried, then the page itself is read."""
    assert raw_addresses(page) == (*(f"{folder}{name}" for name in README), page)


@pytest.mark.parametrize("page", OTHERS)
def test_any_other_page_is_read_as_it_is(page: str) -> None:
    """What nothing is known of has one address: its own."""
    assert raw_addresses(page) == (page,)


def test_every_kind_of_place_is_tested() -> None:
    """A new row needs a case here."""
    seen = set()
    for page in (*FILES, *FOLDERS):
        host, _, path = page.partition("://")[2].removeprefix("www.").partition("/")
        seen.add(next(row.name for row in HOSTS if row.is_host(host, f"/{path}")))
    assert seen == {row.name for row in HOSTS}
