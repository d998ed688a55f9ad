"""A team and a backlog as the files of a workspace, out of the same models that read them."""
