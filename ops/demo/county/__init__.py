"""The demo county: an invented county with two years of history, the same for a seed."""
