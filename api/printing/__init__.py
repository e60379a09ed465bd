"""The forms of the specification on paper: what each holds, and how it becomes a PDF."""
