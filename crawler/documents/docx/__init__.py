"""Word documents since 2007: ECMA-376."""
