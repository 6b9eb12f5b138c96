"""Files to what they say: in processes of their own, by OCR or LibreOffice where our readers refuse them."""
