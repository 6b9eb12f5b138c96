"""Files that hold files: ZIP packages and their XML, OLE compound files, archives."""
