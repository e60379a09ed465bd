"""What the law and the clinic say: words, cited tables, aggregates, use cases."""
