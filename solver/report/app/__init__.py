"""The what-if page: controls to changes, changes to a comparison, a comparison to text that a browser shows."""
