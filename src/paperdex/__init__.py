"""paperdex turns the reading lists that people keep into a library that they can cite from."""

__version__ = "0.1.0"

__all__ = ["__version__"]
