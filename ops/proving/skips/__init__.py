"""The harness of `check skips`: writers, subscribers, what they left, and the comparing."""
