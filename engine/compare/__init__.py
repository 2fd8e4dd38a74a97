"""Compares split modes: the same work in each, in several loads, and what can be said of the difference."""
