"""The steps of a fetch, and the state that they share."""
