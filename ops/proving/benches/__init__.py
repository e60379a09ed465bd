"""One bench a file: ratios of things measured side by side in one run, with floors."""
