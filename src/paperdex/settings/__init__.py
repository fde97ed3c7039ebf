"""Settings: read once at the edge, from files and the environment, and passed in; nothing deeper reads either.

* :mod:`paperdex.settings.table` has a row for each setting;
* :mod:`paperdex.settings.values` reads one value;
* :mod:`paperdex.settings.files` finds and reads the files;
* :mod:`paperdex.settings.layers` puts options, environment, files and defaults on top of each other;
* :mod:`paperdex.settings.model` is what comes out.
"""

from paperdex.settings.model import ARXIV_API, ARXIV_OAI, ARXIV_PACE, DATACITE, OPENALEX, Settings, is_loopback

__all__ = ["ARXIV_API", "ARXIV_OAI", "ARXIV_PACE", "DATACITE", "OPENALEX", "Settings", "is_loopback"]
