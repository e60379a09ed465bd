"""The person looked after: one stream, one file per concern."""
