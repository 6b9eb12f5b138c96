"""Pictures of pages: what they are without OCR, and their text and tables with it (the extra `ocr`)."""
