"""What is not well with an archive: facts read from its folder, judged, in words."""
