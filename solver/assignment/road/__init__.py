"""One road through all engines: a whole plan early, then better and better proved until time is up."""
