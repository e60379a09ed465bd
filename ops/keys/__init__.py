"""People's data keys, wrapped by a master key that is kept apart."""
