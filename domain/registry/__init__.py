"""The use cases: load the streams, ask the aggregates, record; one file per concern."""
