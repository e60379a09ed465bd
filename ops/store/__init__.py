"""The log in PostgreSQL, to be read in this order.

`log.py`       what runners and views are handed: append, and reading in order
`mapper.py`    a fact to a sealed record and back
`format.py`    the bytes: the header's one spelling, the hash that chains a stream
`recorder.py`  the one table, and why nobody who reads it misses anything
`group.py`     appends that wait share the next transaction
`fronts.py`    the two ways to append: for threads, for an event loop
`line.py`      the connection kept for appending; `wire.py` its parameters and answers
`bell.py`      tells other processes that the log has grown
"""
