"""What formats of running text have in common: paragraphs and tables one after the other, and their list numbers."""
