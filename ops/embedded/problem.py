"""What is the matter with a database, in words that say what to do."""


class ServerProblem(Exception):
    """The database cannot be used as things stand; the message says what to do."""
