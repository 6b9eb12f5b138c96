"""Spreadsheets and delimited text: XLSX, XLS, ET, CSV."""
