"""The keys: their rotation, and their backup kept apart."""
