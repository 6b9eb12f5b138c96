"""WARC 1.1 (ISO 28500:2017): the form in which archives of the web hand each other what they captured."""
