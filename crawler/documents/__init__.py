"""Documents to text and tables, a format a module or a folder; `readers.py` is the list of them."""
