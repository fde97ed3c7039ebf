"""Every setting, a row each. To add one: a row here, and a field of the same name in ``Settings``.

Reading, ``paperdex config``, the table in docs/settings.md and the tests are made from these rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from paperdex.settings import values
from paperdex.settings.model import (
    ARXIV_API,
    ARXIV_OAI,
    ARXIV_PACE,
    DATACITE,
    KEY_TEMPLATE,
    LIBRARY,
    OPENALEX,
    is_loopback,
)
from paperdex.settings.values import Reader

Others: TypeAlias = Callable[[str], Any]
"""Gives the value of another setting, by its name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Its name is the key in a settings file."""

    name: str
    read: Reader
    about: str
    """What it is, in Markdown."""
    default: Callable[[Others], object]
    default_text: str = ""
    """The default as the docs tell it, in Markdown."""
    may_be_empty: bool = True
    """Whether "nothing" is a value. Where it is not, an empty variable is one that is not set."""
    of_machine: bool = False
    """Whether it is about the machine, so that the file of a project has no say in it."""
    asks: bool = False
    """Whether it says where requests go."""

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it."""
        return f"PAPERDEX_{self.name.upper()}"


def _user_cache(_: Others) -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("paperdex")


def _user_mirror(_: Others) -> Path:
    from platformdirs import user_data_path

    return user_data_path("paperdex") / "mirror.db"


def _stand_in(address: str) -> Callable[[Others], str]:
    """Where what stands in for the query API is asked unless a setting says so.

    Nowhere, when the query API is turned off or is on this machine: then nobody expects the network to be asked.
    """

    def default(others: Others) -> str:
        arxiv_api: str = others("arxiv_api")
        return address if arxiv_api and not is_loopback(arxiv_api) else ""

    return default


SETTINGS = {
    row.name: row
    for row in (
        Setting(
            "db",
            values.path,
            "The library. The option `--db FILE` says the same.",
            lambda _: Path(LIBRARY),
            f"`{LIBRARY}` in the current folder",
            may_be_empty=False,
        ),
        Setting(
            "mirror",
            values.path,
            "The mirror.",
            _user_mirror,
            "`mirror.db` in the user's data folder, see below",
            may_be_empty=False,
        ),
        Setting(
            "cache",
            values.path,
            "Where paperdex's processes agree on whose turn it is to ask arXiv: "
            "the files `arxiv.lock` and `arxiv.stamp`. `checked.db` there holds what `check` has fetched. "
            "Not in the file of a project.",
            _user_cache,
            "the user's cache folder, see below",
            may_be_empty=False,
            of_machine=True,
        ),
        Setting(
            "contact",
            values.line,
            "Your mail address. It is sent to those who are asked, in the User-Agent (to OpenAlex also as `mailto`), "
            "so that they can write to you.",
            lambda _: "",
            "none",
        ),
        Setting(
            "sources",
            values.names,
            "Which sources on the network are asked, and in which order: their names, with commas between them, "
            "or in a file a list. The mirror is asked first in any case.",
            lambda _: (),
            "all, in the order of [Sources](formats.md#sources-of-records)",
        ),
        Setting(
            "arxiv_api",
            values.address,
            "Where arXiv's query API is asked. Set and empty, arXiv is never asked.",
            lambda _: ARXIV_API,
            f"`{ARXIV_API}`",
            asks=True,
        ),
        Setting(
            "arxiv_oai",
            values.address,
            "Where arXiv's OAI-PMH is asked, for what the query API could not give. Set and empty, it is never asked.",
            _stand_in(ARXIV_OAI),
            f"`{ARXIV_OAI}`",
            asks=True,
        ),
        Setting(
            "datacite",
            values.address,
            "Where DataCite is asked, for what arXiv could not give. Set and empty, it is never asked.",
            _stand_in(DATACITE),
            f"`{DATACITE}`",
            asks=True,
        ),
        Setting(
            "openalex",
            values.address,
            "Where OpenAlex is asked, for what the others could not give. Set and empty, it is never asked.",
            _stand_in(OPENALEX),
            f"`{OPENALEX}`",
            asks=True,
        ),
        Setting(
            "pace",
            values.seconds,
            "Seconds from the end of one arXiv request to the start of the next. "
            "Less than 3 counts only for an address on this machine.",
            lambda _: ARXIV_PACE,
            f"`{ARXIV_PACE:g}`",
            may_be_empty=False,
        ),
        Setting(
            "proxy",
            values.proxy,
            "The proxy that every request goes through, such as `http://proxy.example.org:3128`. "
            "Set and empty, no proxy is used. See below.",
            lambda _: None,
            "what `HTTPS_PROXY` and its like say",
            asks=True,
        ),
        Setting(
            "check_select",
            values.rules,
            "The rules that `check` asks: codes, names, groups, or beginnings of codes such as `PD1`. "
            "The option `--select` says the same.",
            lambda _: (),
            "all",
        ),
        Setting(
            "check_ignore",
            values.rules,
            "Rules that `check` leaves out, those of `--ignore` beside them.",
            lambda _: (),
            "none",
        ),
        Setting(
            "check_per_file_ignores",
            values.ignores,
            "Rules that `check` leaves out in some files: `PATTERN:RULE`, with commas between them; in a file also a "
            "table, a list of rules for each pattern. In a project's file a pattern starts from the file's folder.",
            lambda _: (),
            "none",
        ),
        Setting(
            "key_template",
            values.key_template,
            "How a work is called that gets its cite key with this export: a preset, or a template as in "
            "[Find a key](latex.md#find-a-key). The option `--key-template T` of `export` says the same.",
            lambda _: KEY_TEMPLATE,
            f"`{KEY_TEMPLATE}`",
            may_be_empty=False,
        ),
    )
}
"""Every setting by its name, in the order in which they are told."""
