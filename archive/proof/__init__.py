"""Whether the archive is what it says it is, looked at without changing anything."""
