"""Use cases: they join lists, sources, storage and exports, return result values, and print nothing."""
