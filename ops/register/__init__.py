"""Township registers as files: opened here, read in `domain/registry/township_register`."""
