"""pandas: see below."""
