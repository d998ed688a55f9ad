"""Sets of tasks that one member can hold, all listed: the bounds and plans that they give."""
