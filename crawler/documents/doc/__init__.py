"""Word binary files: DOC and WPS of Word 97 to 2003, Word 6 and 95."""
