"""The use cases are tested where users meet them, through the commands: the same fixtures."""

from cli.conftest import _no_network, arxiv, desk, no_arxiv

__all__ = ["_no_network", "arxiv", "desk", "no_arxiv"]
