"""Documents built byte by byte: what no program writes, and what a test wants to spoil."""
