"""Rules, findings and remedies, and how files are checked."""
