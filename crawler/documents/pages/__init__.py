"""What formats of printed pages have in common: pieces of text and drawn lines with their places, to a document."""
