"""PDF files with a text layer: ISO 32000-1, by pdfium."""
