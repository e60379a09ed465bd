"""A township's register workbook, read into what the use cases ask for.

Pure: cells come in, rows with reasons go out. Files are opened in `ops/register/`; what
is accepted is recorded by the use cases of this room.
"""
