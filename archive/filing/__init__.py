"""Documents become rows: reports, their revisions and figures, what was found of them, and what they share."""
