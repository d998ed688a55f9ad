"""How the documents are built."""

project = "teamwright"
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
html_theme = "furo"
exclude_patterns = ["_build"]
numpydoc_show_class_members = False
myst_heading_anchors = 3
