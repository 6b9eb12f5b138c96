"""The figures that a report states: read from its tables, from forms run together in its text, and from its sentences."""
